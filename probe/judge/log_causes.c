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
	  "Its proxy is that of /etc/ecs/ecs.config. Take the ECS names out of it with "
	  "NO_PROXY, or let it pass CONNECT and websockets." },
	{ LOG_CAUSE_X509, "it does not trust the certificate that it is shown",
	  "It read the trust store once, after its start. Exempt the AWS endpoints from TLS "
	  "inspection, or put the authority into the host's store and restart the agent "
	  "(ecs-init of Amazon Linux, Debian and SUSE shows it the host's store, the generic "
	  "rpm does not)." },
	{ LOG_CAUSE_NO_SUCH_HOST, "its nameserver knows no such name",
	  "It asks the nameservers of its own container: -v shows them beside the host's. Look "
	  "whether the endpoints have private DNS." },
	{ LOG_CAUSE_DNS_TIMEOUT, "its nameserver does not answer",
	  "It asks the nameservers of its own container: -v shows them beside the host's." },
	{ LOG_CAUSE_DNS_FAILURE, "its nameserver has no answer",
	  "It asks the nameservers of its own container: -v shows them beside the host's. Look at "
	  "what that server forwards to." },
	{ LOG_CAUSE_IO_TIMEOUT, "the other end does not answer in time",
	  "A security group, network ACL or route drops it. Where the endpoints above pass, look "
	  "for a proxy or firewall that holds websockets up." },
	{ LOG_CAUSE_CLOCK, "AWS does not accept the time of its signature",
	  "AWS refuses what is off by five minutes. Look at chronyc tracking; each VPC has a time "
	  "server at 169.254.169.123." },
	{ LOG_CAUSE_CREDENTIALS, "it has no valid credentials",
	  "Look at the instance profile and its role, and at the metadata service as the agent "
	  "reaches it: a proxy without NO_PROXY=169.254.169.254 is a usual cause." },
	{ LOG_CAUSE_INACTIVE, "ECS calls this container instance inactive", NULL },
	{ LOG_CAUSE_INVALID_CLUSTER, "ECS knows no such cluster",
	  "The cluster of /etc/ecs/ecs.config is gone, or of another account or Region. Make it, "
	  "or drain the instance, delete /var/lib/ecs/data and start the agent in another." },
	{ LOG_CAUSE_ENDPOINT_POLICY, "the policy of a VPC endpoint denies it",
	  "The endpoint's policy has to allow " ACTIONS ". The default policy allows all." },
	{ LOG_CAUSE_IDENTITY_POLICY, "the policies of its role deny it",
	  "The instance role needs what AmazonEC2ContainerServiceforEC2Role allows, and so "
	  "does its permissions boundary. The endpoints' policies are not what denies it." },
	{ LOG_CAUSE_ORGANIZATION_POLICY, "a control policy of the organization denies it",
	  "No change of the role or the endpoints helps: the service or resource control policy of "
	  "the organization has to allow it." },
	{ LOG_CAUSE_DENIED, "AWS, or who answers for it, denies it",
	  "The line names no policy. Both the instance role (AmazonEC2ContainerServiceforEC2Role) "
	  "and the endpoints' policies have to allow " ACTIONS
	  ". A proxy that answers 403 looks the same." },
	{ LOG_CAUSE_REFUSED, "the connection, or its upgrade to a websocket, is refused",
	  "Where the endpoints above pass, something between does not let a websocket through: a "
	  "proxy or a firewall that inspects TLS." },
	{ LOG_CAUSE_CLOUD_INIT, "cloud-init did not run the user data",
	  "Find out why the metadata service was not there in this boot (cloud-init status "
	  "--long), then replace the instance, or cloud-init clean --reboot." },
	{ LOG_CAUSE_CLUSTER_CHANGED, "its state is of another cluster",
	  "Put the old ECS_CLUSTER back, or, to move the instance, delete /var/lib/ecs/data; then "
	  "systemctl start the unit." },
	{ LOG_CAUSE_TYPE_CHANGED, "the instance was registered with another type",
	  "Change the instance's type back, or deregister it, delete /var/lib/ecs/data and "
	  "systemctl start the unit: it registers as another." },
	{ LOG_CAUSE_INVALID_PARAMETER, "ECS does not accept what it registers with",
	  "The line names the parameter: an attribute or tag of ecs.config, a state that is not of "
	  "this instance, or a Region that it does not belong to." },
	{ LOG_CAUSE_THROTTLED, "AWS throttles it",
	  "It tries again by itself for an hour. Many instances that start at once use the rate of "
	  "the account up." },
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
