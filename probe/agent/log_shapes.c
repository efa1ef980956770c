/* SPDX-License-Identifier: Apache-2.0 */
/* The shapes of the agent's log lines, from aws/amazon-ecs-agent.  Up to 1.35 a line is
 * "TIME [LEVEL] message"; from 1.36 on logfmt or JSON, at first with the error at the end
 * of the message ("msg: error"), and since about 1.60 with it in a field of its own.
 * tests/unit/test_agent_log_shapes.c has a line of each, with the function that writes
 * it. */
#include "log_shapes.h"

#include <string.h>
#include <strings.h>

#include "ecsprobe/agent.h"

/* Of the message, from its first byte, in any case; the first row that matches. */
static const struct {
	const char *begins;
	enum log_subject subject;
	bool below_error; /* in level: such a line is looked for by its words */
} subjects[] = {
	{ "Starting Amazon ECS Agent", LOG_STARTING, true },
	{ "Starting Agent: ", LOG_STARTING, true },
	{ "Loading configuration", LOG_STARTING, true },
	{ "Registered container instance", LOG_REGISTERED, true },
	{ "Instance registration completed", LOG_REGISTERED, true },
	{ "Registration completed successfully", LOG_REGISTERED, true }, /* to about 1.60 */
	{ "Connected to ACS endpoint", LOG_CONNECTED, true },
	{ "Establishing a Websocket connection", LOG_DIALLING, true },
	{ "Failed to connect to ACS", LOG_CONNECT_FAILED, false }, /* since 1.76 */
	{ "Error connecting to ACS", LOG_CONNECT_FAILED, false },
	{ "ACS WebSocket connection closed for a valid reason", LOG_OTHER, false },
	{ "ACS WebSocket connection closed", LOG_CLOSED, true }, /* since 1.76 */
	{ "ACS: Unable to discover poll endpoint", LOG_DISCOVER_FAILED, false },
	{ "Unable to discover poll endpoint", LOG_DISCOVER_FAILED, false }, /* to 1.14 */
	{ "Received terminal error from RegisterContainerInstance", LOG_REGISTER_TERMINAL, false },
	{ "Agent will terminally exit, unable to register", LOG_REGISTER_TERMINAL, false },
	{ "Instance registration attempt with", LOG_REGISTER_TERMINAL, false },
	{ "Instance re-registration attempt with", LOG_REGISTER_TERMINAL, false },
	{ "Unable to register as a container instance", LOG_REGISTER_FAILED, false },
	{ "Error registering container instance", LOG_REGISTER_FAILED, false },
	{ "Error re-registering", LOG_REGISTER_FAILED, false },
	{ "Error registering: ", LOG_REGISTER_FAILED, false }, /* to about 1.45 */
	{ "Received non-terminal error from RegisterContainerInstance", LOG_REGISTER_FAILED,
	  false },
	{ "Error getting valid credentials", LOG_NO_CREDENTIALS, false },
};

/* Anywhere in message and error, both words; the first row that matches. */
static const struct {
	const char *holds, *and;
	enum log_cause cause;
} causes[] = {
	/* net/http of Go names its own dial so, whatever went wrong with it. */
	{ "proxyconnect", "", LOG_CAUSE_PROXY },
	{ "Proxy Authentication Required", "", LOG_CAUSE_PROXY },
	{ "x509:", "", LOG_CAUSE_X509 },
	{ "no such host", "", LOG_CAUSE_NO_SUCH_HOST },
	{ "lookup ", "i/o timeout", LOG_CAUSE_DNS_TIMEOUT },
	{ "lookup ", "server misbehaving", LOG_CAUSE_DNS_FAILURE },
	{ "InvalidSignatureException", "", LOG_CAUSE_CLOCK },
	{ "Signature expired", "", LOG_CAUSE_CLOCK },
	{ "Signature not yet current", "", LOG_CAUSE_CLOCK },
	{ "RequestTimeTooSkewed", "", LOG_CAUSE_CLOCK },
	{ "RequestExpired", "", LOG_CAUSE_CLOCK },
	{ "NoCredentialProviders", "", LOG_CAUSE_CREDENTIALS },
	{ "failed to refresh cached credentials", "", LOG_CAUSE_CREDENTIALS },
	{ "Error getting valid credentials", "", LOG_CAUSE_CREDENTIALS },
	{ "ExpiredToken", "", LOG_CAUSE_CREDENTIALS },
	{ "UnrecognizedClientException", "", LOG_CAUSE_CREDENTIALS },
	{ "InvalidClientTokenId", "", LOG_CAUSE_CREDENTIALS },
	{ "InactiveInstanceException", "", LOG_CAUSE_INACTIVE },
	/* start() and registerContainerInstance() of agent/app/agent.go: it ends for good. */
	{ "Cloud-init failure detected", "", LOG_CAUSE_CLOUD_INIT },
	{ "Data mismatch; saved cluster", "", LOG_CAUSE_CLUSTER_CHANGED },
	{ "instance type does not match", "", LOG_CAUSE_TYPE_CHANGED },
	{ "Container instance type changes are not supported", "", LOG_CAUSE_TYPE_CHANGED },
	{ "InvalidClusterException", "", LOG_CAUSE_INVALID_CLUSTER },
	{ "ClusterNotFoundException", "", LOG_CAUSE_INVALID_CLUSTER },
	/* IAM names the kind of policy, and says "because no ... allows" or "with an explicit
	 * deny in ..."; the user guide of IAM, access denied error messages. */
	{ "is not authorized to perform", "VPC endpoint policy", LOG_CAUSE_ENDPOINT_POLICY },
	{ "AccessDenied", "VPC endpoint policy", LOG_CAUSE_ENDPOINT_POLICY },
	{ "is not authorized to perform", "service control policy", LOG_CAUSE_ORGANIZATION_POLICY },
	{ "is not authorized to perform", "resource control policy",
	  LOG_CAUSE_ORGANIZATION_POLICY },
	{ "is not authorized to perform", "identity-based policy", LOG_CAUSE_IDENTITY_POLICY },
	{ "is not authorized to perform", "permissions boundary", LOG_CAUSE_IDENTITY_POLICY },
	{ "is not authorized to perform", "session policy", LOG_CAUSE_IDENTITY_POLICY },
	{ "AccessDenied", "", LOG_CAUSE_DENIED },
	{ "InvalidInstanceException", "", LOG_CAUSE_DENIED },
	{ "is not authorized to perform", "", LOG_CAUSE_DENIED },
	{ "403 Forbidden", "", LOG_CAUSE_DENIED },
	{ "InvalidParameterException", "", LOG_CAUSE_INVALID_PARAMETER },
	{ "ThrottlingException", "", LOG_CAUSE_THROTTLED },
	{ "Rate exceeded", "", LOG_CAUSE_THROTTLED },
	{ "i/o timeout", "", LOG_CAUSE_IO_TIMEOUT },
	{ "TLS handshake timeout", "", LOG_CAUSE_IO_TIMEOUT },
	{ "context deadline exceeded", "", LOG_CAUSE_IO_TIMEOUT },
	{ "connection refused", "", LOG_CAUSE_REFUSED },
	{ "websocket: bad handshake", "", LOG_CAUSE_REFUSED },
};

static bool holds(const char *message, const char *error, const char *words)
{
	return strstr(message, words) || strstr(error, words);
}

static enum log_cause cause_of(const char *message, const char *error)
{
	for (size_t i = 0; i < ARRAY_SIZE(causes); i++)
		if (holds(message, error, causes[i].holds) && holds(message, error, causes[i].and))
			return causes[i].cause;
	return LOG_CAUSE_NONE;
}

enum log_cause agent_log_cause(const char *text)
{
	return cause_of(text, "");
}

struct log_meaning log_line_meaning(const struct log_line *line)
{
	for (size_t i = 0; i < ARRAY_SIZE(subjects); i++) {
		struct log_meaning meaning = { .subject = subjects[i].subject };

		if (strncasecmp(line->message, subjects[i].begins, strlen(subjects[i].begins)) != 0)
			continue;
		if (meaning.subject > LOG_CONNECTED)
			meaning.cause = cause_of(line->message, line->error);
		return meaning;
	}
	return (struct log_meaning){ LOG_OTHER, cause_of(line->message, line->error) };
}

bool log_shape_is_below_error(const char *text, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(subjects); i++)
		if (subjects[i].below_error &&
		    memmem(text, len, subjects[i].begins, strlen(subjects[i].begins)))
			return true;
	return false;
}
