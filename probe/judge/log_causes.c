/* SPDX-License-Identifier: Apache-2.0 */
#include "log_causes.h"

#include <stddef.h>

#define ACTIONS                                                                                    \
	"ecs:RegisterContainerInstance, ecs:DiscoverPollEndpoint and ecs:Submit* at the endpoint " \
	"ecs, ecs:Poll at ecs-agent, ecs:StartTelemetrySession at ecs-telemetry"

static const struct {
	enum log_cause cause;
	const char *words, *hint;
} rows[] = {
	{ LOG_CAUSE_PROXY, "its proxy fails",
	  "The agent uses the proxy in /etc/ecs/ecs.config. Add the ECS names to its NO_PROXY, or let the proxy allow CONNECT and websockets." },
	{ LOG_CAUSE_X509, "it does not trust the certificate that it receives",
	  "The agent read the trust store once, after its start. Exempt the AWS endpoints from TLS inspection, or add the authority to the host's store and restart the agent (ecs-init of Amazon Linux, Debian and SUSE gives it the host's store, the generic rpm does not)." },
	{ LOG_CAUSE_NO_SUCH_HOST, "its nameserver does not know the name",
	  "The agent uses the nameservers of its own container: ecsprobe -v shows them beside the host's. Check whether the endpoints have private DNS." },
	{ LOG_CAUSE_DNS_TIMEOUT, "its nameserver does not answer",
	  "The agent uses the nameservers of its own container: ecsprobe -v shows them beside the host's." },
	{ LOG_CAUSE_DNS_FAILURE, "its nameserver fails to resolve the name",
	  "The agent uses the nameservers of its own container: ecsprobe -v shows them beside the host's. Check where that server forwards to." },
	{ LOG_CAUSE_IO_TIMEOUT, "the other end does not answer in time",
	  "A security group, network ACL or route drops the packets. If the endpoints pass in ecsprobe's report, look for a proxy or firewall that holds up websockets." },
	{ LOG_CAUSE_CLOCK, "AWS rejects the time of its signature",
	  "AWS rejects signatures that are five minutes off. Check chronyc tracking; each VPC has a time server at 169.254.169.123." },
	{ LOG_CAUSE_CREDENTIALS, "it has no valid credentials",
	  "Check the instance profile and its role, and the metadata service as the agent reaches it: a proxy without NO_PROXY=169.254.169.254 is a common cause." },
	{ LOG_CAUSE_INACTIVE, "ECS reports this container instance as inactive", NULL },
	{ LOG_CAUSE_INVALID_CLUSTER, "the cluster does not exist",
	  "The cluster in /etc/ecs/ecs.config was deleted, or belongs to another account or Region. Create it; or stop the agent, set another ECS_CLUSTER, empty /var/lib/ecs/data and start the agent." },
	{ LOG_CAUSE_ENDPOINT_POLICY, "the policy of a VPC endpoint denies it",
	  "The endpoint's policy must allow " ACTIONS ". The default policy allows all." },
	{ LOG_CAUSE_IDENTITY_POLICY, "the policies of its role deny it",
	  "The instance role, and its permissions boundary, must allow what AmazonEC2ContainerServiceforEC2Role allows. The endpoints' policies are not the cause." },
	{ LOG_CAUSE_ORGANIZATION_POLICY, "a control policy of the organization denies it",
	  "Changing the role or the endpoints does not help: the service or resource control policy of the organization must allow it." },
	{ LOG_CAUSE_DENIED, "AWS, or a proxy that answers for it, denies it",
	  "The line names no policy. Both the instance role (AmazonEC2ContainerServiceforEC2Role) and the endpoints' policies must allow " ACTIONS
	  ". A proxy that answers 403 looks the same." },
	{ LOG_CAUSE_REFUSED, "the connection, or its upgrade to a websocket, is refused",
	  "If the endpoints pass in ecsprobe's report, something in between blocks websockets: a proxy or a firewall that inspects TLS." },
	{ LOG_CAUSE_CLOUD_INIT, "cloud-init did not run the user data",
	  "Find out why the metadata service was not reachable in this boot (cloud-init status --long), then drain the instance, and replace it or run cloud-init clean --reboot." },
	{ LOG_CAUSE_CLUSTER_CHANGED, "its saved state belongs to another cluster",
	  "Restore the old ECS_CLUSTER, then systemctl start the unit. To move the instance instead, see ecsprobe --explain agent-cluster-differs." },
	{ LOG_CAUSE_TYPE_CHANGED, "the instance was registered with another type",
	  "Change the instance's type back, or deregister it, stop the task containers that still run, empty /var/lib/ecs/data and systemctl start the unit: it then registers as another container instance." },
	{ LOG_CAUSE_INVALID_PARAMETER, "ECS rejects a parameter of its registration",
	  "The line names the parameter: an attribute or tag in ecs.config, saved state of another instance, or a Region that it does not belong to." },
	{ LOG_CAUSE_THROTTLED, "AWS throttles it",
	  "The agent retries by itself for an hour. Many instances that start at once use up the account's rate limit." },
};

const char *log_cause_words(enum log_cause cause)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].cause == cause)
			return rows[i].words;
	return NULL;
}

const char *log_cause_hint(enum log_cause cause)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (rows[i].cause == cause)
			return rows[i].hint;
	return NULL;
}

bool log_cause_denies(enum log_cause cause)
{
	return cause == LOG_CAUSE_ENDPOINT_POLICY || cause == LOG_CAUSE_IDENTITY_POLICY ||
	       cause == LOG_CAUSE_ORGANIZATION_POLICY || cause == LOG_CAUSE_DENIED;
}
