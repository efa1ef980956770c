/* SPDX-License-Identifier: Apache-2.0 */
#include "agent_world.h"

/* Around the agent: its three names private, public, or half and half. */
#define PUBLIC_NAMES                                                                           \
	" | ecs: any route53=52.94.1.10 ecs-agent: any route53=52.94.1.11 ecs-telemetry: any " \
	"route53=52.94.1.12"
#define HALF                                                                                       \
	" | ecs: route53=10.0.1.10 ecs-agent: any route53=52.94.1.11 ecs-telemetry: route53=10.0." \
	"1.12"
#define PRIVATE \
	" | ecs: route53=10.0.1.10 ecs-agent: route53=10.0.1.11 ecs-telemetry: route53=10.0.1.12"
#define NUMBERED_PEER PRIVATE " +agent-peer: route53=52.94.9.1"
#define PROXIED                                                                           \
	" | proxy=agent ecs: proxied via=10.0.0.99 route53=10.0.1.10 ecs-agent: proxied " \
	"via=10.0.0.99 route53=10.0.1.11 ecs-telemetry: proxied via=10.0.0.99 route53=10.0.1.12"
#define NUMBERED_LOG "log=ecs-a-1.us-east-1.amazonaws.com"

static const struct agent_case cases[] = {
	{ "all is well", "", "", NULL },
	{ "nobody looked", "nobody-looked unit=failed", "", NULL },

	/* Is there one? */
	{ "none", "unit=none container=none", "note:agent-absent", "no ECS agent" },
	{ "none, and one was asked for", "unit=none container=none require", "fail:agent-absent",
	  "asked for" },
	{ "none, and a restart was asked for", "unit=none container=none action=no-agent",
	  "fail:agent-absent", NULL },
	{ "none, without systemd", "no-systemd unit=none container=none", "note:agent-absent",
	  NULL },
	{ "no container, and units out of sight", "no-systemd unit=unknown container=none",
	  "note:agent-unknown", "its unit" },
	{ "a container, and units out of sight", "no-systemd unit=unknown container=running",
	  "note:agent-unknown", "its unit" },
	{ "the same, and Docker restarts it",
	  "no-systemd unit=unknown container=running policy=always", "", NULL },
	{ "the bus hangs", "unit=unknown container=none", "note:agent-unknown",
	  "its unit (the bus does not answer)" },
	{ "the bus hangs, a container runs", "unit=unknown", "note:agent-unknown", NULL },
	{ "a unit in a state nobody knows", "unit=frozen", "note:agent-unknown",
	  "the state of its unit" },
	{ "to root, who may read all of it", "unit=frozen", "note:agent-unknown",
	  "Look at what does not answer" },
	{ "only the log", "log=unknown", "note:agent-unknown", "its log (permission denied)" },
	{ "only the connections", "peers=unknown", "note:agent-unknown", "its connections" },
	{ "the bus hangs, a container has ended", "unit=unknown container=exited exit=5",
	  "note:agent-unknown", NULL },
	{ "the bus hangs, a container holds an old configuration", "unit=unknown changed=NO_PROXY",
	  "note:agent-unknown warn:agent-stale-config", "under a unit" },
	{ "a unit file with an error", "unit=bad container=none", "note:agent-unknown", NULL },
	{ "not root", "not-root container=unknown config=unknown log=unknown peers=unknown",
	  "note:agent-unknown",
	  "its container (permission denied), its configuration (permission denied), its log "
	  "(permission denied), its connections (permission denied)" },
	{ "no unit, and Docker does not say", "unit=none container=unknown not-root",
	  "note:agent-unknown", "Root may read" },
	{ "a dead one has nothing to be read", "unit=inactive config=unknown given=unknown",
	  "fail:agent-not-running", NULL },
	{ "Bottlerocket has no container",
	  "without-container container=unknown config=unknown "
	  "given=unknown image=none uncached docker=none seen=prod",
	  "", NULL },

	/* Does it run? */
	{ "inactive", "unit=inactive", "fail:agent-not-running", "ecs.service is inactive" },
	{ "inactive and disabled", "unit=inactive disabled", "warn:agent-not-running", "disabled" },
	{ "failed", "unit=failed ended=1", "fail:agent-not-running",
	  "failed (exit-code, status 1)" },
	{ "failed with 5", "unit=failed ended=5", "fail:agent-failed-terminal",
	  "ecs.service is failed (exit-code, status 5)" },
	{ "a loop of fives, as on Debian",
	  "unit=activating sub=auto-restart container=exited ended=5", "fail:agent-failed-terminal",
	  "again and again" },
	{ "a loop of others", "unit=activating sub=auto-restart container=exited ended=255",
	  "fail:agent-not-running", "again and again" },
	{ "killed, not ended with 5", "unit=failed result=signal", "fail:agent-not-running", NULL },
	{ "SUSE", "unit=inactive name=amazon-ecs.service", "fail:agent-not-running",
	  "amazon-ecs.service" },
	{ "masked", "unit=masked container=none", "warn:agent-not-running", "masked" },
	{ "masked, and run by hand", "unit=masked container=running", "", NULL },
	{ "a container by hand", "unit=none container=running", "", NULL },
	{ "a container by hand, ended", "unit=none container=exited exit=1",
	  "fail:agent-not-running", "exit code 1" },
	{ "a container by hand, ended with 5", "unit=none container=exited exit=5",
	  "fail:agent-failed-terminal", "exit code 5" },
	{ "orphan", "unit=inactive container=running", "fail:agent-orphan", "inactive" },
	{ "orphan of a failed unit", "unit=failed ended=1 container=running", "fail:agent-orphan",
	  NULL },
	{ "orphan of a disabled unit", "unit=inactive disabled container=running",
	  "fail:agent-orphan", NULL },
	{ "no orphan while a job is queued", "unit=inactive container=running job",
	  "note:agent-starts-later", NULL },
	{ "no orphan on Bottlerocket", "unit=inactive without-container container=running",
	  "fail:agent-not-running", NULL },

	/* Will it? */
	{ "cloud-init is not over", "unit=inactive after-cloud cloud=activating",
	  "note:agent-starts-later", "cloud-init" },
	{ "cloud-final has yet to begin", "unit=inactive after-cloud cloud=inactive,job",
	  "note:agent-starts-later", NULL },
	{ "cloud-final does not run in this boot", "unit=inactive after-cloud cloud=inactive",
	  "fail:agent-not-running", NULL },
	{ "cloud-final is over", "unit=inactive after-cloud cloud=active", "fail:agent-not-running",
	  NULL },
	{ "cloud-final is nothing to it", "unit=inactive cloud=activating",
	  "fail:agent-not-running", NULL },
	{ "nothing starts a disabled one", "unit=inactive disabled after-cloud cloud=activating",
	  "warn:agent-not-running", NULL },
	{ "a job is queued", "unit=inactive job", "note:agent-starts-later", "job" },
	{ "docker is down", "unit=inactive docker=inactive container=unknown",
	  "note:agent-unknown fail:agent-no-runtime", NULL },
	{ "docker is down, and the unit tries", "unit=activating sub=auto-restart docker=inactive",
	  "fail:agent-no-runtime fail:agent-not-running", NULL },
	{ "docker is down, and the unit starts later", "unit=inactive job docker=inactive",
	  "note:agent-starts-later", NULL },
	{ "docker is down, and the unit is disabled", "unit=inactive disabled docker=inactive",
	  "warn:agent-not-running", NULL },
	{ "no docker.service, and its socket is silent", "docker=none container=unknown",
	  "note:agent-unknown fail:agent-no-runtime", NULL },
	{ "another docker.service answers", "docker=none", "", NULL },

	/* Has it registered? */
	{ "not registered", "seen=none", "warn:agent-not-registered", "port 51678" },
	{ "no container instance", "unregistered", "warn:agent-not-registered",
	  "names no container instance" },
	{ "not registered yet", "seen=none started=89", "note:agent-not-registered",
	  "moments ago" },
	{ "not registered any more", "seen=none started=90", "warn:agent-not-registered", NULL },
	{ "started in a time to come", "seen=none started=-50", "warn:agent-not-registered", NULL },
	{ "its container ends again and again", "container=exited exit=1",
	  "warn:agent-not-registered", "ecs.service is active, but the container ecs-agent is" },
	{ "its metadata do not come", "seen=unknown", "note:agent-unknown",
	  "its own metadata (timed out)" },

	/* Is it one of the bad ones? */
	{ "too old", "version=1.25.0", "warn:agent-too-old", "1.25.0" },
	{ "too old, and private is expected", "version=1.20.3 expect=private", "fail:agent-too-old",
	  NULL },
	{ "old enough", "version=1.25.1", "", NULL },
	{ "unknown is not old", "version=?", "", NULL },
	{ "before the bad ones", "version=1.84.9", "", NULL },
	{ "bad from", "version=1.85.0", "warn:agent-known-bad", "restart of docker" },
	{ "bad to", "version=1.86.0", "warn:agent-known-bad", NULL },
	{ "after the bad ones", "version=1.86.1", "", NULL },
	{ "bad state", "version=1.44.3", "warn:agent-known-bad", "loses its state" },
	{ "after bad state", "version=1.44.4", "", NULL },

	/* Which way does it talk? */
	{ "a numbered host, and the names are private", NUMBERED_LOG, "warn:agent-stale-path",
	  "ecs-a-1.us-east-1.amazonaws.com (its log's last word)" },
	{ "a public peer of a numbered host", "peer=52.94.9.1" NUMBERED_PEER,
	  "warn:agent-stale-path",
	  "ecs-a-1.us-east-1.amazonaws.com (an open connection of its own)" },
	{ "a public peer of a plain name",
	  "peer=52.94.1.10 | ns=system ecs: system=10.0.1.10 route53=52.94.1.10 ecs-agent: "
	  "system=10.0.1.11 route53=10.0.1.11 ecs-telemetry: system=10.0.1.12 route53=10.0.1.12",
	  "warn:agent-stale-path", "ecs.us-east-1.amazonaws.com" },
	{ "a public peer that is nobody's", "peer=3.5.1.1" NUMBERED_PEER, "", NULL },
	{ "a public peer of another service",
	  "peer=52.94.1.20" PRIVATE " logs: optional any route53=52.94.1.20", "", NULL },
	{ "the peers of a dead one", "unit=inactive peer=52.94.9.1" NUMBERED_PEER,
	  "fail:agent-not-running", NULL },
	{ "the log of a dead one", "unit=failed " NUMBERED_LOG, "fail:agent-not-running", NULL },
	{ "the names are public", NUMBERED_LOG PUBLIC_NAMES, "warn:agent-public-path",
	  "leaves the VPC" },
	{ "the same, private expected", NUMBERED_LOG " expect=private" PUBLIC_NAMES,
	  "fail:agent-public-path", NULL },
	{ "the same, public is right", NUMBERED_LOG " expect=public" PUBLIC_NAMES,
	  "note:agent-public-path", NULL },
	{ "the same, any is right", NUMBERED_LOG " expect=any" PUBLIC_NAMES,
	  "note:agent-public-path", NULL },
	{ "one name is still public", NUMBERED_LOG HALF, "warn:agent-public-path", NULL },
	{ "one private name is dead",
	  NUMBERED_LOG " | ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout ecs-agent: "
		       "route53=10.0.1.11 ecs-telemetry: route53=10.0.1.12",
	  "warn:agent-public-path", NULL },
	{ "one private name was not finished",
	  NUMBERED_LOG " | ecs: route53=10.0.1.10 10.0.1.10=not-finished ecs-agent: "
		       "route53=10.0.1.11 ecs-telemetry: route53=10.0.1.12",
	  "warn:agent-public-path", NULL },
	{ "half of a private name is dead",
	  NUMBERED_LOG " | ecs: route53=10.0.1.10,10.0.2.10 10.0.2.10=tcp-timeout ecs-agent: "
		       "route53=10.0.1.11 ecs-telemetry: route53=10.0.1.12",
	  "warn:agent-stale-path", NULL },
	{ "a hub's endpoint is private too",
	  NUMBERED_LOG " | ecs: route53=10.99.1.10,10.0.1.10 ecs-agent: route53=10.0.1.11 "
		       "ecs-telemetry: route53=10.0.1.12",
	  "warn:agent-stale-path", NULL },
	{ "the names were not asked for", NUMBERED_LOG " | logs: route53=10.0.1.10",
	  "warn:agent-public-path", NULL },
	{ "a proxy, and the names are private here", NUMBERED_LOG PROXIED, "warn:agent-stale-path",
	  NULL },
	{ "a proxy, and the names are public here",
	  NUMBERED_LOG " | proxy=agent ecs: proxied via=10.0.0.99 route53=52.94.1.10 ecs-agent: "
		       "proxied via=10.0.0.99 route53=10.0.1.11 ecs-telemetry: proxied "
		       "via=10.0.0.99 route53=10.0.1.12",
	  "warn:agent-public-path", NULL },
	{ "a private peer", "peer=10.0.1.11", "", NULL },
	{ "a private peer of another service",
	  "peer=10.0.1.20" PRIVATE " logs: optional route53=10.0.1.20", "", NULL },
	{ "a private peer that has gone", "peer=10.0.1.77", "note:agent-path-gone", "10.0.1.77" },
	{ "a private peer, and the names have no address",
	  "peer=10.0.1.77 | ecs: route53=10.0.1.10 ecs-agent: route53=!dns-servfail "
	  "ecs-telemetry: route53=10.0.1.12",
	  "", NULL },
	{ "a private peer, and the names were not asked for",
	  "peer=10.0.1.77 | logs: route53=10.0.1.10", "", NULL },
	{ "peers that are not known", "peers=unknown peer=10.0.1.77", "note:agent-unknown", NULL },
	{ "a private peer that is the proxy", "peer=10.0.0.99" PROXIED, "", NULL },

	/* What does it hold? */
	{ "configuration", "changed=ECS_CLUSTER,HTTP_PROXY", "warn:agent-stale-config",
	  "ECS_CLUSTER, HTTP_PROXY changed" },
	{ "the JSON file", "json=newer", "warn:agent-stale-config", "ecs.config.json was written" },
	{ "both", "json=newer changed=NO_PROXY", "warn:agent-stale-config",
	  "NO_PROXY changed since it was started; /etc/ecs/ecs.config.json" },
	{ "configuration of a container by hand", "unit=none changed=NO_PROXY",
	  "warn:agent-stale-config", "stop and remove it" },
	{ "configuration, and the JSON file would not do", "changed=NO_PROXY json=invalid",
	  "warn:agent-stale-config fail:agent-config-invalid", "ecsprobe --restart-agent refuses" },
	{ "configuration with another cluster", "changed=ECS_CLUSTER cluster=other",
	  "warn:agent-stale-config fail:agent-cluster-differs", "Do not restart it" },
	{ "what is unknown has not changed", "changed=NO_PROXY config=unknown",
	  "note:agent-unknown", NULL },
	{ "a dead one holds nothing", "unit=inactive changed=NO_PROXY json=newer",
	  "fail:agent-not-running", NULL },
	{ "the next start would fail", "json=invalid", "fail:agent-config-invalid",
	  "line 3: a comma" },
	{ "another nameserver", "given=10.0.0.53", "warn:agent-stale-resolver",
	  "asks 10.0.0.53, while this host asks 10.0.0.2" },
	{ "one nameserver more", "given=10.0.0.2 nameserver=10.0.0.2 nameserver=10.0.0.53",
	  "warn:agent-stale-resolver", NULL },
	{ "in another order", "given=10.0.0.53,10.0.0.2 nameserver=10.0.0.2 nameserver=10.0.0.53",
	  "", NULL },
	{ "its own nameservers", "given=10.0.0.53 own-dns", "", NULL },
	{ "none at all", "given=", "", NULL },
	{ "none of Docker's making", "without-container given=10.0.0.53", "", NULL },
	{ "those behind the stub", "given=10.0.0.2 nameserver=127.0.0.53 uplink=10.0.0.2", "",
	  NULL },
	{ "the stub itself", "given=127.0.0.53 nameserver=127.0.0.53 uplink=10.0.0.2", "", NULL },
	{ "neither", "given=10.0.0.3 nameserver=127.0.0.53 uplink=10.0.0.2",
	  "warn:agent-stale-resolver", NULL },
	{ "whoever a local server asks", "given=8.8.8.8 nameserver=127.0.0.1", "", NULL },
	{ "without the one that only the host can ask",
	  "given=10.0.0.2 nameserver=127.0.0.1 nameserver=10.0.0.2", "", NULL },
	{ "no nameserver that is known", "given=10.0.0.3 nameserver=::1", "", NULL },

	/* Where does it belong? */
	{ "another cluster", "cluster=other", "fail:agent-cluster-differs",
	  "registered with prod and configured for other" },
	{ "the same as an ARN", "seen=arn:aws:ecs:us-east-1:111122223333:cluster/prod", "", NULL },
	{ "both as ARNs",
	  "seen=arn:aws:ecs:us-east-1:111122223333:cluster/prod "
	  "cluster=arn:aws:ecs:us-east-1:111122223333:cluster/prod",
	  "", NULL },
	{ "a cluster whose name begins alike", "seen=prod cluster=prod-2",
	  "fail:agent-cluster-differs", NULL },
	{ "files that cannot be read", "cluster=unknown seen=default", "", NULL },
	{ "user data that were not asked for", "cluster=none seen=prod", "", NULL },
	{ "user data with a cluster", "cluster=none user-data=prod", "", NULL },
	{ "user data with another", "cluster=none user-data=other", "fail:agent-cluster-differs",
	  NULL },
	{ "user data without one", "cluster=none user-data=none seen=default", "", NULL },
	{ "none is named anywhere", "cluster=none user-data=none", "fail:agent-cluster-differs",
	  "configured for default" },
	{ "an empty name is none", "cluster= user-data=other", "fail:agent-cluster-differs", NULL },
	{ "there are no user data", "cluster=none external", "fail:agent-cluster-differs", NULL },
	{ "the files outrank user data", "user-data=other", "", NULL },

	/* What was done? */
	{ "it persists", "action=stale-persists", "warn:agent-stale-persists",
	  "agent-stale-config: HTTP_PROXY" },
	{ "nothing was to be done", "action=nothing-stale", "", NULL },
	{ "restarted", "action=stale,restarted", "", NULL },
	{ "not ready", "action=stale,not-ready", "fail:agent-not-ready", "port 51678 refuses" },
	{ "refused", "action=stale,refused", "fail:agent-not-ready", "was refused" },

	/* Several at once, in the order of the table. */
	{ "much at once",
	  "changed=A json=invalid given=10.0.0.9 cluster=other version=1.86.0 " NUMBERED_LOG,
	  "warn:agent-known-bad warn:agent-stale-path warn:agent-stale-config "
	  "warn:agent-stale-resolver fail:agent-cluster-differs fail:agent-config-invalid",
	  NULL },
	{ "hostile words", "seen=a\033[2Jb\\ cluster=pr\nod changed=A\001\177",
	  "warn:agent-stale-config fail:agent-cluster-differs", "A\\x01\\x7f" },
};

const struct agent_case *agent_finding_cases(size_t *count)
{
	*count = ARRAY_SIZE(cases);
	return cases;
}
