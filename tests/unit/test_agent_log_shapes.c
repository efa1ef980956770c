/* SPDX-License-Identifier: Apache-2.0 */
/* The shapes of the agent's log lines: an example of each, in the form of its time and in
 * those of today.  Beside each the function of aws/amazon-ecs-agent that writes it. */
#include <stdio.h>
#include <string.h>

#include "agent/evidence.h"
#include "agent/log_shapes.h"
#include "check.h"
#include "ecsprobe/clock.h"

#define START INT64_C(1767268800000000) /* 2026-01-01T12:00:00Z */
#define AT "2026-01-01T12:00:01Z"
#define OLD(level, message) AT " [" level "] " message "\n"
#define LOGFMT(level, rest) "level=" level " time=" AT " msg=" rest "\n"
#define JSON(level, rest) "{\"level\":\"" level "\",\"time\":\"" AT "\",\"msg\":" rest "}\n"

#define ACS "ecs-a.us-east-1.amazonaws.com"
#define DIALLED "websocket client: unable to dial " ACS " response: "
#define API(error)                                                                          \
	"operation error ECS: DiscoverPollEndpoint, https response error StatusCode: 400, " \
	"RequestID: 7c2f5d9e-0000-4000-8000-000000000000, " error
#define DENIED                                                                                 \
	"AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/ecsRole/i-0a is " \
	"not authorized to perform: ecs:DiscoverPollEndpoint"
#define REGISTER                                                                               \
	"AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/ecsRole/i-0a is " \
	"not authorized to perform: ecs:RegisterContainerInstance on resource: arn:b"
#define POST                                                                           \
	"exceeded maximum number of attempts, 3, https response error StatusCode: 0, " \
	"RequestID: , request send failed, Post \\\"https://ecs.us-east-1.amazonaws.com/\\\": "

static const struct shape {
	enum log_subject subject;
	enum log_cause cause;
	enum acs_word acs;
	const char *lines[4]; /* the oldest form first */
} shapes[] = {
	/* startSessionOnce() of ecs-agent/acs/session/session.go; before 1.76
	 * startACSSession() of agent/acs/handler/acs_handler.go */
	{ LOG_CONNECTED,
	  LOG_CAUSE_NONE,
	  ACS_WORD_CONNECTED,
	  { OLD("INFO", "Connected to ACS endpoint"),
	    LOGFMT("info", "\"Connected to ACS endpoint\" module=acs_handler.go"),
	    LOGFMT("info", "\"Connected to ACS endpoint\" containerInstanceARN=\"arn:a\" "
			   "lastConnectedTime=2026-01-01 12:00:01.5 +0000 UTC m=+2.1"),
	    JSON("info", "\"Connected to ACS endpoint\",\"containerInstanceARN\":\"arn:a\","
			 "\"lastConnectedTime\":\"2026-01-01T12:00:01.5Z\"") } },
	/* start() of agent/app/agent.go; to 1.36 logged by agent/agent.go or app/run.go */
	{ LOG_STARTING,
	  LOG_CAUSE_NONE,
	  ACS_WORD_NONE,
	  { OLD("INFO", "Starting Agent: Amazon ECS Agent - v1.14.0 (a7b19b9)"),
	    LOGFMT("info", "\"Loading configuration\""),
	    LOGFMT("info", "\"Starting Amazon ECS Agent\" version=\"1.105.1\" commit=\"a\""),
	    JSON("info", "\"Starting Amazon ECS Agent\",\"version\":\"1.105.1\"") } },
	/* Connect() of wsclient/client.go */
	{ LOG_DIALLING,
	  LOG_CAUSE_NONE,
	  ACS_WORD_DIALLING,
	  { OLD("INFO", "Establishing a Websocket connection to https://" ACS "/ws?a=1"),
	    LOGFMT("info", "\"Establishing a Websocket connection to https://" ACS
			   "/ws?a=1\" module=client.go"),
	    LOGFMT("info",
		   "\"Establishing a Websocket connection\" url=\"https://" ACS "/ws?a=1\""),
	    JSON("info", "\"Establishing a Websocket connection\",\"url\":\"https://" ACS
			 "/ws?a=1\\u0026b=2\"") } },
	/* Connect(): what is no upgrade */
	{ LOG_CONNECT_FAILED,
	  LOG_CAUSE_REFUSED,
	  ACS_WORD_FAILED,
	  { OLD("ERROR", "Error connecting to ACS: " DIALLED ": websocket: bad handshake"),
	    LOGFMT("error", "\"Error connecting to ACS: " DIALLED
			    ": websocket: bad handshake\" module=acs_handler.go"),
	    LOGFMT("error", "\"Failed to connect to ACS\" containerInstanceARN=\"arn:a\" "
			    "error=\"" DIALLED ": websocket: bad handshake\""),
	    JSON("error", "\"Failed to connect to ACS\",\"containerInstanceARN\":\"arn:a\","
			  "\"error\":\"" DIALLED ": websocket: bad handshake\"") } },
	{ LOG_CONNECT_FAILED,
	  LOG_CAUSE_REFUSED,
	  ACS_WORD_FAILED,
	  { OLD("ERROR", "Error connecting to ACS: " DIALLED
			 ": dial tcp 10.0.1.11:443: connect: connection refused"),
	    LOGFMT("error", "\"Failed to connect to ACS\" error=\"" DIALLED
			    ": dial tcp 10.0.1.11:443: connect: connection refused\""),
	    JSON("error", "\"Failed to connect to ACS\",\"error\":\"" DIALLED
			  ": dial tcp 10.0.1.11:443: connect: connection refused\"") } },
	/* Error() of wsclient/error.go, of what acs/client/acs_client_types.go knows */
	{ LOG_CONNECT_FAILED,
	  LOG_CAUSE_DENIED,
	  ACS_WORD_FAILED,
	  { OLD("ERROR", "Error connecting to ACS: AccessDeniedException: Forbidden"),
	    LOGFMT("error", "\"Failed to connect to ACS\" error=\"AccessDeniedException: "
			    "Forbidden\""),
	    JSON("error", "\"Failed to connect to ACS\",\"error\":\"AccessDeniedException: "
			  "Forbidden\"") } },
	{ LOG_CONNECT_FAILED,
	  LOG_CAUSE_INVALID_CLUSTER,
	  ACS_WORD_FAILED,
	  { OLD("ERROR", "Error connecting to ACS: InvalidClusterException: Cluster not found."),
	    LOGFMT("error", "\"Failed to connect to ACS\" error=\"InvalidClusterException: "
			    "Cluster not found.\""),
	    JSON("error", "\"Failed to connect to ACS\",\"error\":\"InvalidClusterException: "
			  "Cluster not found.\"") } },
	{ LOG_CONNECT_FAILED,
	  LOG_CAUSE_INACTIVE,
	  ACS_WORD_FAILED,
	  { OLD("ERROR", "Error connecting to ACS: InactiveInstanceException: null"),
	    LOGFMT("error", "\"Failed to connect to ACS\" error=\"InactiveInstanceException: "
			    "null\""),
	    JSON("error", "\"Failed to connect to ACS\",\"error\":\"InactiveInstanceException: "
			  "null\"") } },
	/* reconnectDelay() of session.go */
	{ LOG_CLOSED,
	  LOG_CAUSE_IO_TIMEOUT,
	  ACS_WORD_FAILED,
	  { LOGFMT("warn", "\"ACS WebSocket connection closed\" error=\"read tcp "
			   "10.0.0.5:1->10.0.1.11:443: i/o timeout\""),
	    JSON("warn", "\"ACS WebSocket connection closed\",\"error\":\"read tcp "
			 "10.0.0.5:1->10.0.1.11:443: i/o timeout\"") } },
	{ LOG_OTHER,
	  LOG_CAUSE_NONE,
	  ACS_WORD_NONE,
	  { OLD("INFO", "ACS Websocket connection closed for a valid reason"),
	    LOGFMT("info", "\"ACS WebSocket connection closed for a valid reason\""),
	    JSON("info", "\"ACS WebSocket connection closed for a valid reason\"") } },
	/* startSessionOnce(): DiscoverPollEndpoint() of api/ecs/client/ecs_client.go */
	{ LOG_DISCOVER_FAILED,
	  LOG_CAUSE_DENIED,
	  ACS_WORD_FAILED,
	  { OLD("ERROR", "Unable to discover poll endpoint, err: " DENIED),
	    OLD("ERROR", "acs: unable to discover poll endpoint, err: " DENIED),
	    LOGFMT("error", "\"ACS: Unable to discover poll endpoint\" "
			    "containerInstanceARN=\"arn:a\" error=\"" API(DENIED) "\""),
	    JSON("error",
		 "\"ACS: Unable to discover poll endpoint\",\"error\":\"" API(DENIED) "\"") } },
	/* getTelemetryEndpoint() and startTelemetrySession() of tcs/handler/handler.go */
	{ LOG_OTHER,
	  LOG_CAUSE_DENIED,
	  ACS_WORD_NONE,
	  { OLD("ERROR", "tcs: unable to discover poll endpoint: " DENIED),
	    LOGFMT("error", "\"tcs: unable to discover poll endpoint\" error=\"" DENIED "\"") } },
	{ LOG_OTHER,
	  LOG_CAUSE_REFUSED,
	  ACS_WORD_NONE,
	  { LOGFMT("error", "\"Error connecting to TCS\" error=\"websocket: bad handshake\""),
	    JSON("error", "\"Error connecting to TCS\",\"error\":\"websocket: bad "
			  "handshake\"") } },
	/* registerContainerInstance() of ecs_client.go and of agent/app/agent.go */
	{ LOG_REGISTER_FAILED,
	  LOG_CAUSE_DENIED,
	  ACS_WORD_NONE,
	  { OLD("ERROR", "Unable to register as a container instance with ECS: " DENIED),
	    LOGFMT("error", "\"Unable to register as a container instance with ECS\" "
			    "error=\"" DENIED "\""),
	    JSON("error", "\"Error registering container instance\",\"error\":\"" DENIED "\"") } },
	{ LOG_REGISTER_FAILED,
	  LOG_CAUSE_THROTTLED,
	  ACS_WORD_NONE,
	  { OLD("ERROR", "Error registering: ThrottlingException: Rate exceeded"),
	    OLD("ERROR", "Error re-registering: ThrottlingException: Rate exceeded"),
	    LOGFMT("error", "\"Error re-registering container instance\" "
			    "error=\"ThrottlingException: Rate exceeded\""),
	    LOGFMT("error", "\"Received non-terminal error from RegisterContainerInstance "
			    "call, retrying with exponential backoff\" "
			    "error=\"ThrottlingException: x\"") } },
	/* registerContainerInstanceWithRetry(), doStart(), registerContainerInstance() */
	{ LOG_REGISTER_TERMINAL,
	  LOG_CAUSE_DENIED,
	  ACS_WORD_NONE,
	  { LOGFMT("error", "\"Received terminal error from RegisterContainerInstance call, "
			    "exiting\" error=\"" DENIED "\""),
	    LOGFMT("critical", "\"Agent will terminally exit, unable to register container "
			       "instance:\" error=\"" DENIED "\""),
	    JSON("critical", "\"Instance registration attempt with an invalid "
			     "parameter\",\"error\":\"" DENIED "\""),
	    JSON("critical", "\"Instance re-registration attempt with client performing "
			     "invalid action\",\"error\":\"" DENIED "\"") } },
	/* registerContainerInstance() of ecs_client.go and of agent.go; since() of old ones */
	{ LOG_REGISTERED,
	  LOG_CAUSE_NONE,
	  ACS_WORD_NONE,
	  { OLD("INFO", "Registered container instance with cluster!"),
	    LOGFMT("info", "\"Registration completed successfully. I am running as container "
			   "instance 'arn:a' in cluster 'default'\" module=agent.go"),
	    LOGFMT("info", "\"Registered container instance with cluster!\" module=client.go"),
	    JSON("info", "\"Instance registration completed successfully\","
			 "\"instanceArn\":\"arn:a\"") } },
	/* What IAM adds since 2021: the kind of policy. */
	{ LOG_REGISTER_FAILED,
	  LOG_CAUSE_ENDPOINT_POLICY,
	  ACS_WORD_NONE,
	  { OLD("ERROR", "Unable to register as a container instance with ECS: " REGISTER
			 " because no VPC endpoint policy allows the ecs:Register action"),
	    LOGFMT("error", "\"Error registering container instance\" error=\"" REGISTER
			    " with an explicit deny in a VPC endpoint policy\""),
	    JSON("error", "\"Error registering container instance\",\"error\":"
			  "\"AccessDeniedException: no VPC endpoint policy allows\"") } },
	{ LOG_DISCOVER_FAILED,
	  LOG_CAUSE_ENDPOINT_POLICY,
	  ACS_WORD_FAILED,
	  { OLD("ERROR", "acs: unable to discover poll endpoint, err: " DENIED
			 " because no VPC endpoint policy allows the action"),
	    JSON("error",
		 "\"ACS: Unable to discover poll endpoint\",\"error\":\"" API(
			 DENIED) " because no VPC endpoint policy allows the action\"") } },
	{ LOG_REGISTER_FAILED,
	  LOG_CAUSE_IDENTITY_POLICY,
	  ACS_WORD_NONE,
	  { LOGFMT("error", "\"Error registering container instance\" error=\"" REGISTER
			    " because no identity-based policy allows the action\""),
	    JSON("error", "\"Error registering container instance\",\"error\":\"" REGISTER
			  " with an explicit deny in a permissions boundary\""),
	    JSON("error", "\"Error registering container instance\",\"error\":\"" REGISTER
			  " because no session policy allows the action\"") } },
	{ LOG_CONNECT_FAILED,
	  LOG_CAUSE_ORGANIZATION_POLICY,
	  ACS_WORD_FAILED,
	  { LOGFMT("error", "\"Failed to connect to ACS\" error=\"AccessDeniedException: User: "
			    "arn:a is not authorized to perform: ecs:Poll with an explicit deny "
			    "in a service control policy\""),
	    JSON("error", "\"Failed to connect to ACS\",\"error\":\"AccessDeniedException: "
			  "User: arn:a is not authorized to perform: ecs:Poll because no "
			  "resource control policy allows the action\"") } },
	/* registerContainerInstance() and reregisterContainerInstance(): it ends with 5 */
	{ LOG_REGISTER_TERMINAL,
	  LOG_CAUSE_INVALID_PARAMETER,
	  ACS_WORD_NONE,
	  { LOGFMT("critical", "\"Instance registration attempt with an invalid parameter\" "
			       "error=\"operation error ECS: RegisterContainerInstance, "
			       "InvalidParameterException: Arn cannot be tagged\""),
	    JSON("critical", "\"Agent will terminally exit, unable to register container "
			     "instance:\",\"error\":\"InvalidParameterException: x\"") } },
	{ LOG_REGISTER_FAILED,
	  LOG_CAUSE_TYPE_CHANGED,
	  ACS_WORD_NONE,
	  { OLD("ERROR", "Error re-registering: ClientException: Container instance type changes "
			 "are not supported."),
	    LOGFMT("error", "\"Error re-registering container instance\" "
			    "error=\"ClientException: Container instance type changes are not "
			    "supported. Container instance x was previously registered as "
			    "t2.medium.\"") } },
	{ LOG_OTHER,
	  LOG_CAUSE_TYPE_CHANGED,
	  ACS_WORD_NONE,
	  { OLD("CRITICAL", "The current instance type does not match the registered instance "
			    "type. Please revert the instance type change"),
	    LOGFMT("critical", "\"The current instance type does not match the registered "
			       "instance type.\" module=agent.go") } },
	/* newTaskEngine(), doStart() of 1.105 */
	{ LOG_OTHER,
	  LOG_CAUSE_CLUSTER_CHANGED,
	  ACS_WORD_NONE,
	  { OLD("CRITICAL", "Data mismatch; saved cluster 'a' does not match configured cluster "
			    "'b'. Perhaps you want to delete the configured checkpoint file?"),
	    LOGFMT("critical", "\"Unable to initialize new task engine: Data mismatch; saved "
			       "cluster 'a' does not match configured cluster 'b'.\"") } },
	{ LOG_OTHER,
	  LOG_CAUSE_CLOUD_INIT,
	  ACS_WORD_NONE,
	  { LOGFMT("critical", "\"Cloud-init failure detected: cloud-init fell back to "
			       "DataSourceNone. Userdata was not executed during instance "
			       "boot.\" module=agent.go"),
	    JSON("critical", "\"Cloud-init failure detected: x\",\"module\":\"agent.go\"") } },
	/* what net, crypto/x509 and net/http of Go say */
	{ LOG_REGISTER_FAILED,
	  LOG_CAUSE_X509,
	  ACS_WORD_NONE,
	  { OLD("ERROR", "Error registering: x509: certificate signed by unknown authority"),
	    LOGFMT("error", "\"Error registering container instance\" error=\"" POST
			    "tls: failed to verify certificate: x509: certificate signed by "
			    "unknown authority\""),
	    JSON("error", "\"Error registering container instance\",\"error\":\"" POST
			  "x509: certificate is valid for a, not b\"") } },
	{ LOG_REGISTER_FAILED,
	  LOG_CAUSE_NO_SUCH_HOST,
	  ACS_WORD_NONE,
	  { OLD("ERROR", "Error registering: dial tcp: lookup ecs.x on 10.0.0.2:53: no such host"),
	    LOGFMT("error", "\"Error registering container instance\" error=\"" POST
			    "dial tcp: lookup ecs.x on 10.0.0.2:53: no such host\""),
	    JSON("error", "\"Error registering container instance\",\"error\":\"" POST
			  "dial tcp: lookup ecs.x on 10.0.0.2:53: no such host\"") } },
	{ LOG_REGISTER_FAILED,
	  LOG_CAUSE_DNS_TIMEOUT,
	  ACS_WORD_NONE,
	  { OLD("ERROR", "Error registering: dial tcp: lookup ecs.x on 10.0.0.2:53: read udp "
			 "10.0.0.5:4->10.0.0.2:53: i/o timeout"),
	    LOGFMT("error", "\"Error registering container instance\" error=\"" POST
			    "dial tcp: lookup ecs.x: i/o timeout\"") } },
	{ LOG_REGISTER_FAILED,
	  LOG_CAUSE_DNS_FAILURE,
	  ACS_WORD_NONE,
	  { OLD("ERROR",
		"Error registering: dial tcp: lookup ecs.x on 10.0.0.2:53: server misbehaving"),
	    JSON("error", "\"Error registering container instance\",\"error\":\"" POST
			  "dial tcp: lookup ecs.x on 10.0.0.2:53: server misbehaving\"") } },
	{ LOG_REGISTER_FAILED,
	  LOG_CAUSE_IO_TIMEOUT,
	  ACS_WORD_NONE,
	  { OLD("ERROR", "Error registering: dial tcp 10.0.1.10:443: i/o timeout"),
	    LOGFMT("error", "\"Error registering container instance\" error=\"" POST
			    "net/http: TLS handshake timeout\""),
	    JSON("error", "\"Error registering container instance\",\"error\":\"" POST
			  "context deadline exceeded\"") } },
	{ LOG_REGISTER_FAILED,
	  LOG_CAUSE_PROXY,
	  ACS_WORD_NONE,
	  { OLD("ERROR", "Error registering: proxyconnect tcp: dial tcp 10.0.0.80:3128: i/o "
			 "timeout"),
	    LOGFMT("error", "\"Error registering container instance\" error=\"" POST
			    "proxyconnect tcp: dial tcp: lookup proxy: no such host\""),
	    JSON("error", "\"Error registering container instance\",\"error\":\"" POST
			  "Proxy Authentication Required\"") } },
	/* registerContainerInstance() of agent.go, and the credential chain of the SDK */
	{ LOG_NO_CREDENTIALS,
	  LOG_CAUSE_CREDENTIALS,
	  ACS_WORD_NONE,
	  { OLD("ERROR", "Error getting valid credentials: NoCredentialProviders: no valid "
			 "providers in chain"),
	    LOGFMT("error", "\"Error getting valid credentials: no EC2 IMDS role found\" "
			    "module=agent.go"),
	    JSON("error", "\"Error getting valid credentials: failed to refresh cached "
			  "credentials\",\"module\":\"agent.go\"") } },
	{ LOG_REGISTER_FAILED,
	  LOG_CAUSE_CREDENTIALS,
	  ACS_WORD_NONE,
	  { LOGFMT("error", "\"Error registering container instance\" "
			    "error=\"UnrecognizedClientException: The security token included "
			    "in the request is invalid.\"") } },
	/* AWS's own words about a signature */
	{ LOG_REGISTER_FAILED,
	  LOG_CAUSE_CLOCK,
	  ACS_WORD_NONE,
	  { OLD("ERROR", "Error registering: InvalidSignatureException: Signature expired: "
			 "20260101T110000Z is now earlier than 20260101T115500Z"),
	    LOGFMT("error", "\"Error registering container instance\" "
			    "error=\"InvalidSignatureException: Signature not yet current\""),
	    JSON("error", "\"Error registering container instance\","
			  "\"error\":\"InvalidSignatureException: Signature expired\"") } },
};

static void expect_shape(const struct shape *shape, const char *text)
{
	struct path_evidence path = { 0 };
	struct log_meaning meaning;
	struct log_line line;
	struct log_head head;

	EXPECT(log_line_parse(&line, text, strlen(text) - 1), "%s", text);
	head = log_line_head(text, strlen(text) - 1);
	EXPECT(line.level && line.level == head.level && line.time_us == head.time_us, "%s", text);
	meaning = log_line_meaning(&line);
	EXPECT(meaning.subject == shape->subject, "%s is of %d", text, (int)meaning.subject);
	EXPECT(meaning.cause == shape->cause, "%s is because of %d", text, (int)meaning.cause);
	path_read_log(&path, text, strlen(text), START);
	EXPECT(path.acs == shape->acs, "%s gives %s", text, acs_word_name(path.acs));
	EXPECT((path.acs_error[0] != '\0') == (shape->acs == ACS_WORD_FAILED), "%s", text);
	EXPECT((path.acs_failing_since_us == START + INT64_C(1000000)) ==
		       (shape->acs == ACS_WORD_FAILED),
	       "%s", text);
	EXPECT((path.last_error[0] != '\0') == (line.level >= LOG_ERROR), "%s", text);
	EXPECT(!path.last_error[0] || path.last_cause == shape->cause, "%s", text);
	EXPECT((path.register_error[0] != '\0') == (shape->subject >= LOG_REGISTER_FAILED), "%s",
	       text);
	EXPECT(!path.register_error[0] || path.register_cause == shape->cause, "%s", text);
	EXPECT(path.log_talks == (line.level <= LOG_INFORM), "%s", text);
	/* Of an earlier start nothing holds. */
	path = (struct path_evidence){ 0 };
	path_read_log(&path, text, strlen(text), START + INT64_C(5000000));
	EXPECT(path.acs == ACS_WORD_NONE && !path.last_error[0] && !path.log_talks, "%s", text);
}

static void each_shape(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(shapes); i++)
		for (size_t n = 0; n < ARRAY_SIZE(shapes[i].lines) && shapes[i].lines[n]; n++)
			expect_shape(&shapes[i], shapes[i].lines[n]);
	expect_all_held();
}

/* No line of a scenario may be known by one form only. */
static void forms_agree(void **state)
{
	(void)state;
	for (enum log_subject s = LOG_STARTING; s <= LOG_NO_CREDENTIALS; s++) {
		size_t found = 0;

		for (size_t i = 0; i < ARRAY_SIZE(shapes); i++)
			for (size_t n = 0; n < 4 && shapes[i].lines[n]; n++)
				found += shapes[i].subject == s;
		EXPECT(found >= 2, "subject %d has %zu lines", (int)s, found);
	}
	expect_all_held();
}

static void read_all(struct path_evidence *path, const char *text)
{
	*path = (struct path_evidence){ 0 };
	path_read_log(path, text, strlen(text), START);
}

/* The newest word counts. */
static void words_in_turn(void **state)
{
	static const char dial[] = LOGFMT("info", "\"Establishing a Websocket connection\" "
						  "url=\"https://" ACS "/ws\"");
	static const char connected[] = LOGFMT("info", "\"Connected to ACS endpoint\"");
	static const char failed[] =
		LOGFMT("error", "\"Failed to connect to ACS\" error=\"went wrong\"");
	static const char closed[] =
		LOGFMT("warn", "\"ACS WebSocket connection closed\" error=\"went wrong\"");
	static const char telemetry[] = LOGFMT("info",
					       "\"Establishing a Websocket connection\" "
					       "url=\"https://ecs-t.us-east-1.amazonaws.com/ws\"");
	static const char start[] = LOGFMT("info", "\"Starting Amazon ECS Agent\"");
	static const struct {
		const char *lines[4];
		enum acs_word acs;
		bool connected;
	} rows[] = {
		/* The one before this start may have had its say in the same second. */
		{ { dial, connected, start }, ACS_WORD_NONE, false },
		{ { failed, start }, ACS_WORD_NONE, false },
		{ { failed, start, dial }, ACS_WORD_DIALLING, false },
		{ { start, dial, connected }, ACS_WORD_CONNECTED, true },
		{ { dial, connected }, ACS_WORD_CONNECTED, true },
		{ { dial, connected, telemetry }, ACS_WORD_CONNECTED, true },
		{ { dial, connected, dial }, ACS_WORD_DIALLING, false },
		{ { dial, connected, failed }, ACS_WORD_FAILED, false },
		{ { dial, failed, dial }, ACS_WORD_DIALLING, false },
		{ { dial, failed, dial, connected }, ACS_WORD_CONNECTED, true },
		{ { dial, connected, closed }, ACS_WORD_FAILED, false },
		{ { telemetry }, ACS_WORD_NONE, false },
		{ { connected }, ACS_WORD_CONNECTED, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct path_evidence path;
		char text[2048] = "";

		for (size_t n = 0; n < 4 && rows[i].lines[n]; n++)
			strcat(text, rows[i].lines[n]);
		read_all(&path, text);
		EXPECT(path.acs == rows[i].acs, "row %zu: %s", i, acs_word_name(path.acs));
		EXPECT(path.log_connected == rows[i].connected, "row %zu", i);
		strcat(text, failed);
		strcat(text, closed);
		read_all(&path, text);
		EXPECT(strcmp(path.acs_error, "Failed to connect to ACS: went wrong") == 0,
		       "row %zu: %s", i, path.acs_error);
	}
	expect_all_held();
}

/* How long it has failed: since the first failure that no connection followed. */
static void failing_since(void **state)
{
#define L(level, at, message) "level=" level " time=2026-01-01T" at "Z msg=\"" message "\"\n"
#define FAILED(at) L("error", at, "Failed to connect to ACS")
#define INACTIVE(at) L("error", at, "Failed to connect to ACS: InactiveInstanceException: x")
#define CONNECTED(at) L("info", at, "Connected to ACS endpoint")
#define DIALLED_AT(at) L("info", at, "Establishing a Websocket connection to https://" ACS "/ws")
	static const struct {
		const char *text, *since; /* NULL: it does not fail */
		bool was_connected;
	} rows[] = {
		{ CONNECTED("12:00:01"), NULL, true },
		{ FAILED("12:00:01") FAILED("12:00:09"), "2026-01-01T12:00:01Z", false },
		{ CONNECTED("12:00:01") FAILED("12:10:00") FAILED("12:10:01"),
		  "2026-01-01T12:10:00Z", true },
		{ FAILED("12:00:01") CONNECTED("12:00:02"), NULL, true },
		{ FAILED("12:00:01") CONNECTED("12:00:02") FAILED("12:40:00"),
		  "2026-01-01T12:40:00Z", true },
		/* To dial is no success. */
		{ FAILED("12:00:01") DIALLED_AT("12:00:30"), "2026-01-01T12:00:01Z", false },
		{ FAILED("12:00:01") L("info", "12:20:00", "Loading configuration"), NULL, false },
		{ FAILED("12:00:01") L("info", "12:20:00", "Loading configuration")
			  FAILED("12:20:05"),
		  "2026-01-01T12:20:05Z", false },
		/* It tries within five minutes: a quiet log hid a connection in between. */
		{ FAILED("12:00:01") FAILED("12:05:01"), "2026-01-01T12:00:01Z", false },
		{ FAILED("12:00:01") FAILED("12:05:02"), "2026-01-01T12:05:02Z", false },
		{ DIALLED_AT("12:00:00") FAILED("12:00:01") FAILED("12:25:02"),
		  "2026-01-01T12:00:01Z", false },
		{ INACTIVE("12:00:01") INACTIVE("13:00:02"), "2026-01-01T12:00:01Z", false },
		{ INACTIVE("12:00:01") INACTIVE("13:05:02"), "2026-01-01T13:05:02Z", false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct path_evidence path = { 0 };
		int64_t since_us = 0;

		if (rows[i].since)
			assert_true(clock_parse_rfc3339_us(rows[i].since, &since_us));
		path_read_log(&path, rows[i].text, strlen(rows[i].text), START);
		EXPECT(path.acs_failing_since_us == since_us, "row %zu: %lld", i,
		       (long long)path.acs_failing_since_us);
		EXPECT(path.acs_was_connected == rows[i].was_connected, "row %zu", i);
	}
	expect_all_held();
}

/* A registration that failed stands until one went well, whatever was started since. */
static void registration_of_any_start(void **state)
{
	static const char denied[] = LOGFMT("error", "\"Error registering container instance\" "
						     "error=\"" DENIED "\"");
	static const char start[] = LOGFMT("info", "\"Starting Amazon ECS Agent\"");
	static const char registered[] =
		LOGFMT("info", "\"Registered container instance with cluster!\"");
	static const char other[] = LOGFMT("error", "\"Something else\"");
	static const struct {
		const char *lines[4];
		enum log_cause cause, last;
	} rows[] = {
		{ { denied }, LOG_CAUSE_DENIED, LOG_CAUSE_DENIED },
		{ { denied, start }, LOG_CAUSE_DENIED, LOG_CAUSE_DENIED },
		{ { denied, other, start }, LOG_CAUSE_DENIED, LOG_CAUSE_NONE },
		{ { denied, start, registered }, LOG_CAUSE_NONE, LOG_CAUSE_DENIED },
		{ { denied, registered, start, denied }, LOG_CAUSE_DENIED, LOG_CAUSE_DENIED },
		{ { start }, LOG_CAUSE_NONE, LOG_CAUSE_NONE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct path_evidence path = { .errors_since_us = START };
		char text[2048] = "";

		for (size_t n = 0; n < 4 && rows[i].lines[n]; n++)
			strcat(text, rows[i].lines[n]);
		path_read_log(&path, text, strlen(text), 0);
		EXPECT(path.register_cause == rows[i].cause, "row %zu", i);
		EXPECT((path.register_error[0] != '\0') == (rows[i].cause != LOG_CAUSE_NONE),
		       "row %zu: %s", i, path.register_error);
		EXPECT(path.last_cause == rows[i].last, "row %zu", i);
		EXPECT(path.acs == ACS_WORD_NONE, "row %zu", i);
	}
	expect_all_held();
}

/* Of an agent that ended only its errors count, from when a restart began. */
static void errors_of_the_dead(void **state)
{
	static const char text[] =
		"level=critical time=2026-01-01T11:59:58Z msg=\"before\"\n"
		"level=info time=2026-01-01T12:00:01Z msg=\"Connected to ACS endpoint\"\n"
		"level=critical time=2026-01-01T12:00:02Z msg=\"Data mismatch; saved cluster\"\n";
	struct path_evidence path = { .errors_since_us = START };

	(void)state;
	path_read_log(&path, text, strlen(text), 0);
	assert_string_equal(path.last_error, "Data mismatch; saved cluster");
	assert_int_equal(path.acs, ACS_WORD_NONE);
	assert_false(path.log_talks);
	/* A start after the request does not hide what the one before it said. */
	path = (struct path_evidence){ .errors_since_us = START };
	path_read_log(&path, text, strlen(text), START + INT64_C(60000000));
	assert_string_equal(path.last_error, "Data mismatch; saved cluster");
	path = (struct path_evidence){ 0 };
	path_read_log(&path, text, strlen(text), 0);
	assert_string_equal(path.last_error, "");
}

/* Lines that end before they have said all. */
static void cut_heads(void **state)
{
	static const char *const lines[] = { LOGFMT("error", "\"m\""), JSON("error", "\"m\""),
					     OLD("ERROR", "m") };

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(lines); i++)
		for (size_t len = 0; len < strlen(lines[i]); len++) {
			/* Of its own size, so that a byte too many is seen. */
			char *text = xcalloc(len + 1, 1);
			struct log_head head;

			memcpy(text, lines[i], len);
			head = log_line_head(text, len);
			EXPECT(head.level == LOG_LEVEL_NONE || head.level == LOG_ERROR, "%s", text);
			EXPECT(head.time_us == 0 || head.time_us == START + INT64_C(1000000), "%s",
			       text);
			free(text);
		}
	expect_all_held();
}

/* What is told holds no secret, no query, and nothing that a terminal obeys. */
static void told_safely(void **state)
{
	static const struct {
		const char *error, *told;
	} rows[] = {
		{ "dial \\\"https://" ACS "/ws?agentHash=1&token=SECRET\\\": x",
		  "m: dial \"https://" ACS "/ws\": x" },
		{ "proxyconnect tcp: http://user:SECRET@proxy:3128 is down",
		  "m: proxyconnect tcp: http://***********@proxy:3128 is down" },
		{ "InvalidSignatureException: no match. The Canonical String for this request "
		  "should have been x-amz-security-token:SECRET",
		  "m: InvalidSignatureException: no match. The " },
		{ "key AKIAIOSFODNN7SECRET is bad", "m: key ******************* is bad" },
		{ "token "
		  "SECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRET",
		  "m: token ******************************************************" },
		{ "a\\nb\\tc\x1b[2J", "m: a b c\\x1b[2J" },
		{ "", "m" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char text[512];
		char told[AGENT_LINE_BYTES];
		struct log_line line;

		(void)snprintf(text, sizeof text, "level=error time=" AT " msg=\"m\" error=\"%s\"",
			       rows[i].error);
		assert_true(log_line_parse(&line, text, strlen(text)));
		log_line_tell(&line, told, sizeof told);
		EXPECT(strcmp(told, rows[i].told) == 0, "%s", told);
	}
	expect_all_held();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_shape),    cmocka_unit_test(forms_agree),
		cmocka_unit_test(words_in_turn), cmocka_unit_test(errors_of_the_dead),
		cmocka_unit_test(told_safely),   cmocka_unit_test(cut_heads),
		cmocka_unit_test(failing_since), cmocka_unit_test(registration_of_any_start),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
