/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stand-in for the ECS agent, the only file of the image
 * amazon/amazon-ecs-agent:latest of a lab. What it shows to the instance is
 * as the real one does it: it "registers" by reaching the ecs host, only then
 * serves introspection on port 51678, discovers its poll endpoint once, keeps
 * a connection to ACS and one to TCS, and tells it all in its log. It speaks
 * no TLS and never asks AWS anything.
 *
 * /data/fake has lines "KEY VALUE", for what a scenario wants otherwise:
 *   exit N               ends at once with that status
 *   last_words TEXT      ... and writes that before, as critical
 *   register never       does not register, and says nothing more
 *   register policy      is denied that by the policy of an endpoint, and ends for its supervisor
 *   register_delay S     registers so many seconds later
 *   early yes            introspection before registration, without an ARN
 *   introspection MODE   hang, garbage, error or reset
 *   numbered yes|no|N    whether it is given ecs-a-1 (or ecs-a-N) or ecs-a, whatever DNS says
 *   acs off              never connects to ACS
 *   acs silent           connects, and is never answered
 *   acs refused, denied, cluster or inactive
 *                        is turned away, in the words of that release
 *   roots FILE           knows ACS's certificate if that file was there when it was started
 *   discover policy      the policy of an endpoint does not let it ask for its poll endpoint
 *   discover denied      may not ask for its poll endpoint
 *   log quiet            writes errors only, as with ECS_LOGLEVEL=error
 *   log old              writes as agents before 1.36 did
 *   cluster NAME         what /v1/metadata says
 *   version TEXT         the same
 *   tasks JSON           what /v1/tasks says
 *   scheme wss           of the address in the log, in place of https
 *   also HOST            keeps a connection to port 443 there too, once it is registered
 *   stop_delay S         how long it takes to end after SIGTERM
 * and /data/die a number: a running agent takes it and ends with that status.
 */
#include "agent-net.h"
#include "agent-settings.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_RECOVERABLE = 1, EXIT_TERMINAL = 5, INTROSPECTION_PORT = 51678, TASKS_PORT = 51679 };
#define ACCOUNT "111122223333"
#define VERSION "1.98.0"
#define HASH "1a2b3c4d"

static const char *cluster, *region, *suffix;
static char instance_arn[256];
static bool json_log;
static volatile bool registered;
static int log_fd = -1;

/* A session with one of the two hosts that the poll endpoint consists of. */
struct session {
	const char *name;
	char host[192];
	double delay_s, factor, longest_s;
};
static struct session acs = { "ACS", "", 0.25, 1.5, 120 };
static struct session tcs = { "TCS", "", 1, 2, 60 };

/* The value of a key in the control file; it is read anew each time. */
static bool control(const char *key, char *value, size_t size)
{
	char line[4096];
	size_t length = strlen(key);
	bool found = false;
	FILE *file = fopen("/data/fake", "re");

	if (!file)
		return false;
	while (fgets(line, sizeof line, file))
		if (strncmp(line, key, length) == 0 && line[length] == ' ') {
			line[strcspn(line, "\n")] = '\0';
			snprintf(value, size, "%s", line + length + 1);
			found = true;
		}
	fclose(file);
	return found;
}

static bool control_is(const char *key, const char *expected)
{
	char value[256];

	return control(key, value, sizeof value) && strcmp(value, expected) == 0;
}

static double control_number(const char *key, double otherwise)
{
	char value[64];

	return control(key, value, sizeof value) ? atof(value) : otherwise;
}

static void pause_s(double seconds)
{
	struct timespec t = { (time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9) };

	while (nanosleep(&t, &t) < 0 && errno == EINTR)
		;
}

/* Quotes as Go does it; its JSON encoder also hides what means something in HTML. */
static size_t quote(char *out, size_t size, const char *text)
{
	size_t n = 0;

	out[n++] = '"';
	for (; *text && n + 8 < size; text++)
		if (json_log && strchr("&<>", *text))
			n += (size_t)snprintf(out + n, size - n, "\\u%04x", (unsigned)*text);
		else if (*text == '"' || *text == '\\')
			n += (size_t)snprintf(out + n, size - n, "\\%c", *text);
		else if (*text == '\n')
			n += (size_t)snprintf(out + n, size - n, "\\n");
		else
			out[n++] = *text;
	out[n++] = '"';
	out[n] = '\0';
	return n;
}

static bool is_old(void)
{
	return control_is("log", "old");
}

static bool is_hushed(const char *level)
{
	return control_is("log", "quiet") && strcmp(level, "error") != 0 &&
	       strcmp(level, "critical") != 0;
}

static void write_line(const char *line, size_t n)
{
	if (write(STDOUT_FILENO, line, n) < 0 || (log_fd >= 0 && write(log_fd, line, n) < 0))
		return;
}

/* The form of agents before 1.36: no fields. */
static void say_old(const char *level, const char *message, const char *stamp)
{
	char line[8192], upper[16] = "";
	int n;

	for (size_t i = 0; level[i] && i + 1 < sizeof upper; i++)
		upper[i] = (char)toupper((unsigned char)level[i]);
	n = snprintf(line, sizeof line, "%s [%s] %s\n", stamp, upper, message);
	write_line(line, (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
}

/* A line of the log: message, then fields as pairs of key and text, then NULL. */
static void say(const char *level, const char *message, ...)
{
	char line[8192], stamp[32];
	size_t n;
	const char *key;
	time_t now = time(NULL);
	struct tm utc;
	va_list fields;

	strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
	if (is_hushed(level))
		return;
	if (is_old()) {
		say_old(level, message, stamp);
		return;
	}
	n = (size_t)snprintf(line, sizeof line,
			     json_log ? "{\"level\":\"%s\",\"time\":\"%s\",\"msg\":"
				      : "level=%s time=%s msg=",
			     level, stamp);
	n += quote(line + n, sizeof line - n, message);
	va_start(fields, message);
	while ((key = va_arg(fields, const char *))) {
		n += (size_t)snprintf(line + n, sizeof line - n,
				      json_log ? ",\"%s\":" : " %s=", key);
		n += quote(line + n, sizeof line - n, va_arg(fields, const char *));
	}
	va_end(fields);
	n += (size_t)snprintf(line + n, sizeof line - n, "%s\n", json_log ? "}" : "");
	write_line(line, n);
}

/* What old agents had at the end of the message is a field since. */
static void say_with(const char *level, const char *old, const char *message, const char *key,
		     const char *text)
{
	char whole[4096];

	if (!is_old()) {
		say(level, message, key, text, NULL);
		return;
	}
	snprintf(whole, sizeof whole, "%s%s", old, text);
	say(level, whole, NULL);
}

static const char *environment(const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	return value && *value ? value : otherwise;
}

/* The real agent saves its state and ends with 0. */
static void *await_end(void *set)
{
	int number;

	sigwait(set, &number);
	say("info", "Agent received termination signal", "signal", "terminated", NULL);
	pause_s(control_number("stop_delay", 0));
	_exit(0);
}

static bool forgets;

/* By tests/data/agent_settings.tsv. */
static void refuse_settings(void)
{
	char words[512];
	int status = refused_setting(words, sizeof words);

	forgets = status == STATUS_OTHER;
	if (status < 0)
		return;
	say("critical", words, NULL);
	exit(status);
}

/* Registered elsewhere, it would register here as what this Region does not know. */
static void refuse_region(void)
{
	char here[128];

	snprintf(here, sizeof here, "arn:aws:ecs:%s:", region);
	if (strstr(instance_arn, ":ecs:") && !strstr(instance_arn, strchr(here + 4, ':'))) {
		say("error",
		    "InvalidParameterException: the container instance is of another Region", NULL);
		exit(EXIT_TERMINAL);
	}
}

/* The state: the cluster and the ARN of an earlier run. */
static void restore_state(void)
{
	char saved_cluster[128] = "", saved_arn[256] = "", message[512];
	unsigned char id[16];
	FILE *file = forgets ? NULL : fopen("/data/agent.db", "re");

	if (file) {
		if (fscanf(file, "cluster-name %127s container-instance-arn %255s", saved_cluster,
			   saved_arn) < 1)
			*saved_cluster = '\0';
		fclose(file);
	}
	if (*saved_cluster && strcmp(saved_cluster, cluster) != 0) {
		snprintf(
			message, sizeof message,
			"Data mismatch; saved cluster '%s' does not match configured cluster '%s'. "
			"Perhaps you want to delete the configured checkpoint file?",
			saved_cluster, cluster);
		say("critical", message, NULL);
		exit(EXIT_TERMINAL);
	}
	if (*saved_arn) {
		snprintf(instance_arn, sizeof instance_arn, "%s", saved_arn);
		return;
	}
	if (getentropy(id, sizeof id) < 0)
		exit(EXIT_RECOVERABLE);
	snprintf(instance_arn, sizeof instance_arn,
		 "arn:aws:ecs:%s:" ACCOUNT ":container-instance/%s/", region, cluster);
	for (size_t i = 0; i < sizeof id; i++)
		snprintf(instance_arn + strlen(instance_arn), 3, "%02x", id[i]);
}

static void save_state(void)
{
	FILE *file = fopen("/data/agent.db", "we");

	if (file) {
		fprintf(file, "cluster-name %s\ncontainer-instance-arn %s\n", cluster,
			instance_arn);
		fclose(file);
	}
}

static void api_host(char *host, size_t size)
{
	const char *backend = getenv("ECS_BACKEND_HOST");
	const char *start = backend ? strstr(backend, "://") : NULL;

	if (!backend || !*backend) {
		snprintf(host, size, "ecs.%s.%s", region, suffix);
		return;
	}
	start = start ? start + 3 : backend;
	snprintf(host, size, "%.*s", (int)strcspn(start, "/:"), start);
}

/* As the SDK and IAM put it; ends within the name of the action. */
#define DENIED                                                                              \
	"operation error ECS: DiscoverPollEndpoint, https response error StatusCode: 400, " \
	"RequestID: 7c2f5d9e-0000-4000-8000-000000000000, AccessDeniedException: User: "    \
	"arn:aws:sts::" ACCOUNT ":assumed-role/ecsInstanceRole/i-0123456789abcdef0 is not " \
	"authorized to perform: ecs:"

/* RegisterContainerInstance, as far as the network sees it. An agent that cannot gives up for its supervisor to try again. */
static void register_instance(void)
{
	char host[192], error[1024], why[512];
	int fd;

	say("info", "Registering Instance with ECS", NULL);
	if (control_is("register", "policy")) {
		snprintf(error, sizeof error,
			 DENIED "RegisterContainerInstance on resource: "
				"arn:aws:ecs:%s:" ACCOUNT
				":cluster/%s because no VPC endpoint policy allows the "
				"ecs:RegisterContainerInstance action",
			 region, cluster);
		say_with("error", "Unable to register as a container instance with ECS: ",
			 "Unable to register as a container instance with ECS", "error", error);
		say_with("error", "Error registering: ", "Error registering container instance",
			 "error", error);
		exit(EXIT_RECOVERABLE);
	}
	while (control_is("register", "never"))
		pause_s(0.1);
	pause_s(control_number("register_delay", 0));
	api_host(host, sizeof host);
	fd = dial(host, why, sizeof why);
	if (fd < 0) {
		snprintf(error, sizeof error,
			 "RequestError: send request failed\ncaused by: Post \"https://%s/\": %s",
			 host, why);
		say("error", "Unable to register as a container instance with ECS", "error", error,
		    NULL);
		say("error", "Error registering container instance", "error", error, NULL);
		exit(EXIT_RECOVERABLE);
	}
	close(fd);
	save_state();
	registered = true;
	say("info", "Registered container instance with cluster!", NULL);
	say("info", "Registration completed successfully. I am running as container instance",
	    "cluster", cluster, "containerInstanceARN", instance_arn, NULL);
}

/* DiscoverPollEndpoint: hosts without a number for who comes through the interface endpoint of ecs. The answer is good for 12 hours. */
static void discover(void)
{
	char host[192];
	int number = (int)control_number("numbered", 0);
	char tail[16] = "";
	bool private;

	api_host(host, sizeof host);
	private = resolves_privately(host);
	if (number > 0 || control_is("numbered", "yes") || control_is("numbered", "no"))
	private = control_is("numbered", "no");
	if (!private)
		snprintf(tail, sizeof tail, "-%d", number > 0 ? number : 1);
	snprintf(acs.host, sizeof acs.host, "ecs-a%s.%s.%s", tail, region, suffix);
	snprintf(tcs.host, sizeof tcs.host, "ecs-t%s.%s.%s", tail, region, suffix);
}

static bool is_numbered(const char *host)
{
	return host[strlen("ecs-a")] == '-';
}

static void tell_endpoint(void)
{
	char endpoint[256], telemetry[256];

	snprintf(endpoint, sizeof endpoint, "https://%s%s", acs.host,
		 is_numbered(acs.host) ? "/" : "/acs/1/");
	snprintf(telemetry, sizeof telemetry, "https://%s%s", tcs.host,
		 is_numbered(tcs.host) ? "/" : "/tcs/1/");
	say("info", "Using cached DiscoverPollEndpoint", "endpoint", endpoint, "telemetryEndpoint",
	    telemetry, "serviceConnectEndpoint", "", "containerInstanceARN", instance_arn, NULL);
}

static void session_url(const struct session *s, char *url, size_t size)
{
	char arn[512] = "";
	const char *scheme = control_is("scheme", "wss") ? "wss" : "https";
	const char *path = is_numbered(s->host) ? "" : s == &acs ? "acs/1/" : "tcs/1/";

	for (const char *c = instance_arn; *c; c++) {
		size_t n = strlen(arn);

		snprintf(arn + n, sizeof arn - n,
			 isalnum((unsigned char)*c) || *c == '-' ? "%c" : "%%%02X",
			 (unsigned char)*c);
	}
	if (s == &acs)
		snprintf(url, size,
			 "%s://%s/%sws?agentHash=" HASH "&agentVersion=" VERSION
			 "&clusterArn=%s&containerInstanceArn=%s"
			 "&dockerVersion=DockerVersion%%3A+20.10.24&protocolVersion=2&"
			 "sendCredentials=true&seqNum=1",
			 scheme, s->host, path, cluster, arn);
	else
		snprintf(url, size,
			 "%s://%s/%sws?agentHash=" HASH "&agentVersion=" VERSION
			 "&cluster=%s&containerInstance=%s"
			 "&dockerVersion=20.10.24",
			 scheme, s->host, path, cluster, arn);
}

/* The API says no: ecs_client.go, and session.go of ecs-agent/acs. */
static bool may_discover(const struct session *s)
{
	bool by_policy = control_is("discover", "policy");

	if (!by_policy && !control_is("discover", "denied"))
		return true;
	say_with("error",
		 s == &acs ? "acs: unable to discover poll endpoint, err: "
			   : "tcs: unable to discover poll endpoint: ",
		 s == &acs ? "ACS: Unable to discover poll endpoint"
			   : "tcs: unable to discover poll endpoint",
		 "error",
		 by_policy ? DENIED
			 "DiscoverPollEndpoint because no VPC endpoint policy allows the "
			 "ecs:DiscoverPollEndpoint action"
			   : DENIED "DiscoverPollEndpoint");
	return false;
}

static void say_not_connected(const struct session *s, const char *error)
{
	say_with("error", s == &acs ? "Error connecting to ACS: " : "Error connecting to TCS: ",
		 s == &acs ? "Failed to connect to ACS" : "Error connecting to TCS", "error",
		 error);
	if (s == &acs && !is_old())
		say("warn", "ACS WebSocket connection closed", "containerInstanceARN", instance_arn,
		    "error", error, NULL);
}

static bool trusts_acs = true;

/* Go reads its roots once. */
static void read_roots(void)
{
	char file[256];

	trusts_acs = !control("roots", file, sizeof file) || access(file, R_OK) == 0;
}

/* What is no upgrade: a body that is one of ACS's own errors, or anything else (Connect() of
 * wsclient/client.go). False: it is upgraded. */
static bool is_turned_away(const struct session *s, double *pause)
{
	static const struct {
		const char *mode, *error;
		double pause_s;
	} rows[] = {
		{ "refused", NULL, 0 },
		{ "denied", "AccessDeniedException: User is not authorized to perform: ecs:Poll",
		  0 },
		{ "cluster", "InvalidClusterException: Cluster not found.", 0 },
		{ "inactive", "InactiveInstanceException: Container instance is not active.",
		  3600 },
	};
	char error[512];

	if (s == &acs && !trusts_acs) {
		snprintf(error, sizeof error,
			 "websocket client: unable to dial %s response: : tls: failed to verify "
			 "certificate: x509: certificate signed by unknown authority",
			 s->host);
		say_not_connected(s, error);
		return true;
	}
	for (size_t i = 0; s == &acs && i < sizeof rows / sizeof *rows; i++) {
		if (!control_is("acs", rows[i].mode))
			continue;
		snprintf(error, sizeof error, "%s", rows[i].error ? rows[i].error : "");
		if (!rows[i].error) {
			say("warn", "Error creating a websocket client: websocket: bad handshake",
			    NULL);
			snprintf(error, sizeof error,
				 "websocket client: unable to dial %s response: <html>403 "
				 "Forbidden</html>: websocket: bad handshake",
				 s->host);
		}
		say_not_connected(s, error);
		if (rows[i].pause_s > 0)
			*pause = rows[i].pause_s;
		return true;
	}
	return false;
}

/* Connects for ever: at once after a connection that came about, with a growing pause after one that did not. */
static void *keep_session(void *argument)
{
	struct session *s = argument;
	double delay = s->delay_s;
	char url[1024], why[512], message[1024], byte;
	int fd;

	for (bool first = true;; first = false) {
		while (s == &acs && control_is("acs", "off"))
			pause_s(0.1);
		if (!may_discover(s)) {
			pause_s(delay);
			delay = delay * s->factor < s->longest_s ? delay * s->factor : s->longest_s;
			continue;
		}
		if (!first)
			tell_endpoint();
		session_url(s, url, sizeof url);
		say_with("info", "Establishing a Websocket connection to ",
			 "Establishing a Websocket connection", "url", url);
		fd = dial(s->host, why, sizeof why);
		if (fd < 0) {
			snprintf(message, sizeof message, "Error creating a websocket client: %s",
				 why);
			say("warn", message, NULL);
			snprintf(message, sizeof message,
				 "websocket client: unable to dial %s response: : %s", s->host,
				 why);
			say_not_connected(s, message);
		}
		if (fd < 0 || is_turned_away(s, &delay)) {
			if (fd >= 0)
				close(fd);
			pause_s(delay);
			delay = delay * s->factor < s->longest_s ? delay * s->factor : s->longest_s;
			continue;
		}
		while (s == &acs && control_is("acs", "silent"))
			pause_s(0.1);
		say("info", s == &acs ? "Connected to ACS endpoint" : "Connected to TCS endpoint",
		    NULL);
		delay = s->delay_s;
		while (read(fd, &byte, 1) > 0)
			;
		close(fd);
		say("info",
		    s == &acs ? "ACS Websocket connection closed for a valid reason"
			      : "TCS Websocket connection closed for a valid reason",
		    NULL);
	}
	return NULL;
}

static void metadata(char *body, size_t size)
{
	char version[256] = "Amazon ECS Agent - v" VERSION " (*" HASH ")", name[128],
	     arn[300] = "null";

	snprintf(name, sizeof name, "%s", cluster);
	control("version", version, sizeof version);
	control("cluster", name, sizeof name);
	if (registered)
		snprintf(arn, sizeof arn, "\"%s\"", instance_arn);
	snprintf(body, size, "{\"Cluster\":\"%s\",\"ContainerInstanceArn\":%s,\"Version\":\"%s\"}",
		 name, arn, version);
}

static void *answer(void *argument)
{
	int fd = (int)(intptr_t)argument;
	char request[1024], body[4096] = "{\"Tasks\":[]}", head[256];
	struct linger at_once = { .l_onoff = 1 };
	ssize_t bytes = read(fd, request, sizeof request - 1);

	if (bytes <= 0 || control_is("introspection", "reset")) {
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
		close(fd);
		return NULL;
	}
	request[bytes] = '\0';
	while (control_is("introspection", "hang"))
		pause_s(0.1);
	if (strncmp(request + strcspn(request, " "), " /v1/metadata", 13) == 0)
		metadata(body, sizeof body);
	else if (strncmp(request + strcspn(request, " "), " /v1/tasks", 10) == 0)
		control("tasks", body, sizeof body);
	else
		strcpy(body,
		       "{\"AvailableCommands\":[\"/v1/metadata\",\"/v1/tasks\",\"/license\"]}");
	if (control_is("introspection", "garbage"))
		strcpy(body, "<html>\001\002 not what you asked for");
	snprintf(head, sizeof head,
		 "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
		 control_is("introspection", "error") ? "500 Internal Server Error" : "200 OK",
		 strlen(body));
	if (write(fd, head, strlen(head)) > 0 && strncmp(request, "HEAD ", 5) != 0 &&
	    write(fd, body, strlen(body)) < 0)
		say("warn", "Introspection client has gone", NULL);
	shutdown(fd, SHUT_WR);
	close(fd);
	return NULL;
}

/* As it has to S3 or SSM, for instance, on behalf of tasks. */
static void *keep_another(void *unused)
{
	char host[192], why[512], byte;
	int fd;

	(void)unused;
	while (!control("also", host, sizeof host) || (fd = dial(host, why, sizeof why)) < 0)
		pause_s(0.05);
	while (read(fd, &byte, 1) > 0)
		;
	close(fd);
	return NULL;
}

static void run_thread(void *(*function)(void *), void *argument)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, function, argument) != 0)
		exit(EXIT_RECOVERABLE);
	pthread_detach(thread);
}

static void *serve_introspection(void *unused)
{
	int listener = listen_on(INTROSPECTION_PORT), fd;

	(void)unused;
	if (listener < 0) {
		say("error", "Error running introspection endpoint", "error", strerror(errno),
		    NULL);
		return NULL;
	}
	for (;;)
		if ((fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
			run_thread(answer, (void *)(intptr_t)fd);
}

/* Credentials and metadata for tasks: of a request that asks for none. */
static void *answer_task(void *argument)
{
	static const char reply[] =
		"HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\n"
		"Content-Length: 19\r\nConnection: close\r\n\r\n404 page not found\n";
	int fd = (int)(intptr_t)argument;
	char request[2048];

	if (read(fd, request, sizeof request) > 0)
		(void)!write(fd, reply, sizeof reply - 1);
	close(fd);
	return NULL;
}

static void *serve_tasks(void *unused)
{
	int listener = listen_on(TASKS_PORT), fd;

	(void)unused;
	if (listener < 0) {
		say("error", "Error running task api", "error", strerror(errno), NULL);
		return NULL;
	}
	for (;;)
		if ((fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
			run_thread(answer_task, (void *)(intptr_t)fd);
}

/* HEALTHCHECK of the image: any answer of the introspection server will do. */
static int healthcheck(void)
{
	char byte;
	int fd = dial_local(INTROSPECTION_PORT);

	return fd < 0 || write(fd, "HEAD /v1/metadata HTTP/1.0\r\n\r\n", 30) != 30 ||
	       read(fd, &byte, 1) != 1;
}

static void die_if_told(void)
{
	FILE *file = fopen("/data/die", "re");
	int status;

	if (!file)
		return;
	unlink("/data/die");
	if (fscanf(file, "%d", &status) == 1)
		_exit(status);
	fclose(file);
}

static void say_last_words(void)
{
	char words[512];

	if (control("last_words", words, sizeof words))
		say("critical", words, NULL);
}

int main(int argc, char **argv)
{
	static sigset_t ending;
	int status;

	if (argc > 1 && strcmp(argv[1], "--healthcheck") == 0)
		return healthcheck();
	sigemptyset(&ending);
	sigaddset(&ending, SIGTERM);
	sigaddset(&ending, SIGINT);
	pthread_sigmask(SIG_BLOCK, &ending, NULL);
	signal(SIGPIPE, SIG_IGN);
	run_thread(await_end, &ending);

	cluster = environment("ECS_CLUSTER", "default");
	region = environment("AWS_DEFAULT_REGION", "us-east-1");
	suffix = strncmp(region, "cn-", 3) == 0 ? "amazonaws.com.cn" : "amazonaws.com";
	json_log = strcmp(environment("ECS_LOG_OUTPUT_FORMAT", "logfmt"), "json") == 0;
	log_fd = open(environment("ECS_LOGFILE", "/log/ecs-agent.log"),
		      O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	say("info", "Loading configuration", NULL);
	say("info", "Starting Amazon ECS Agent", "version", VERSION, "commit", HASH, NULL);
	status = (int)control_number("exit", -1);
	if (status >= 0) {
		say_last_words();
		return status;
	}
	refuse_settings();
	read_roots();
	restore_state();
	refuse_region();
	if (control_is("early", "yes"))
		run_thread(serve_introspection, NULL);
	register_instance();
	discover();
	if (!control_is("early", "yes"))
		run_thread(serve_introspection, NULL);
	run_thread(serve_tasks, NULL);
	say("info", "Beginning Polling for updates", NULL);
	run_thread(keep_session, &tcs);
	run_thread(keep_session, &acs);
	run_thread(keep_another, NULL);
	for (;;) {
		die_if_told();
		pause_s(0.05);
	}
}
