/* SPDX-License-Identifier: Apache-2.0 */
#include "judge_cases.h"

#include "ecsprobe/util.h"

/* From the address to the handshake: packets, certificates, clocks, proxies. */
static const struct judge_case cases[] = {
	/* TCP and TLS. */
	{ "public timeout", "ecs: route53=52.94.1.10 52.94.1.10=tcp-timeout",
	  "ecs fail tcp-timeout public", "fail:tcp-timeout:ecs", "unhealthy",
	  "interface endpoint" },
	{ "public timeout of a gateway",
	  "ecr.layers: any route53=52.94.1.10 52.94.1.10=tcp-timeout",
	  "ecr.layers fail s3-layers-unreachable public", "fail:s3-layers-unreachable:ecr.layers",
	  "unhealthy", "S3 gateway endpoint" },
	{ "private timeout", "ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout",
	  "ecs fail tcp-timeout vpc", "fail:tcp-timeout:ecs", "unhealthy", "network ACL" },
	{ "tcp refused", "ecs: route53=10.0.1.10 10.0.1.10=tcp-refused", "ecs fail tcp-refused vpc",
	  "fail:tcp-refused:ecs", "unhealthy", NULL },
	{ "tcp reset", "ecs: route53=10.0.1.10 10.0.1.10=tcp-reset", "ecs fail tcp-reset vpc",
	  "fail:tcp-reset:ecs", "unhealthy", NULL },
	{ "tcp unreachable", "ecs: route53=10.0.1.10 10.0.1.10=tcp-unreachable",
	  "ecs fail tcp-unreachable vpc", "fail:tcp-unreachable:ecs", "unhealthy", NULL },
	{ "only a family the host lacks", "ecs: route53=2600:1f18::1 2600:1f18::1=no-family-route",
	  "ecs fail tcp-unreachable none", "fail:tcp-unreachable:ecs", "unhealthy", "family" },
	{ "a registry's plain name on a host without IPv4",
	  "ecr.dkr: route53=10.0.1.11 10.0.1.11=no-family-route +dual-name: "
	  "route53=2600:1f18:1234:1::11 ecr.layers: any route53=52.216.1.1 "
	  "52.216.1.1=no-family-route +dual-name: route53=2600:1fa0::1 ecs: route53=10.0.1.10",
	  "ecr.dkr warn ipv4-only-name none; ecr.layers warn ipv4-only-name none; ecs pass - vpc",
	  "warn:ipv4-only-name:ecr.dkr warn:ipv4-only-name:ecr.layers", "degraded",
	  "images named by it cannot be pulled here; 000000000000.dkr-ecr.us-east-1.on.aws works" },
	{ "a way through a proxy that nobody went", "ecr.dkr: proxied ecs: route53=10.0.1.10",
	  "ecr.dkr skip not-finished none; ecs pass - vpc", "", "unknown", NULL },
	{ "... and the layers of the other do not come",
	  "ecr.dkr: route53=10.0.1.11 10.0.1.11=no-family-route +dual-name: "
	  "route53=2600:1f18:1234:1::11 ecr.layers: any route53=52.216.1.1 "
	  "52.216.1.1=no-family-route +dual-name: route53=!dns-nxdomain ecs: route53=10.0.1.10",
	  "ecr.dkr warn ipv4-only-name none; ecr.layers warn ipv4-only-name none; ecs pass - vpc",
	  "warn:ipv4-only-name:ecr.dkr warn:ipv4-only-name:ecr.layers", "degraded", NULL },
	{ "... and the layers alone, which nobody vouches for",
	  "ecr.layers: any route53=52.216.1.1 52.216.1.1=no-family-route +dual-name: "
	  "route53=!dns-nxdomain ecr.dkr: route53=10.0.1.11 10.0.1.11=no-family-route +dual-name: "
	  "route53=2600:1f18:1234:1::11 ecs: route53=10.0.1.10",
	  "ecr.layers warn ipv4-only-name none; ecr.dkr warn ipv4-only-name none; ecs pass - vpc",
	  "warn:ipv4-only-name:ecr.layers warn:ipv4-only-name:ecr.dkr", "degraded",
	  "whether images can be pulled here is not known" },
	{ "... nor does the other name work",
	  "ecr.dkr: route53=10.0.1.11 10.0.1.11=no-family-route +dual-name: "
	  "route53=2600:1f18:1234:1::11 2600:1f18:1234:1::11=tcp-timeout ecs: route53=10.0.1.10",
	  "ecr.dkr fail tcp-unreachable none; ecs pass - vpc", "fail:tcp-unreachable:ecr.dkr",
	  "unhealthy", "of that family" },
	{ "... and no task's image is named by it",
	  "workload=seen ecr.dkr: optional route53=10.0.1.11 10.0.1.11=no-family-route +dual-name: "
	  "route53=2600:1f18:1234:1::11 ecs: route53=10.0.1.10",
	  "ecr.dkr skip ipv4-only-name none; ecs pass - vpc",
	  "note:ipv4-only-name:ecr.dkr note:auto-profile:instance", "healthy",
	  "no image of a task here" },
	{ "a family the host lacks beside",
	  "ecs: route53=10.0.1.10,2600:1f18::1 2600:1f18::1=no-family-route", "ecs pass - vpc",
	  "note:no-family-route:ecs", "healthy", "2600:1f18::1" },
	{ "tls timeout", "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout", "ecs fail tls-timeout vpc",
	  "fail:tls-timeout:ecs", "unhealthy", "MTU" },
	{ "tls reset", "ecs: route53=10.0.1.10 10.0.1.10=tls-reset", "ecs fail tls-reset vpc",
	  "fail:tls-reset:ecs", "unhealthy", NULL },
	{ "tls closed", "ecs: route53=10.0.1.10 10.0.1.10=tls-closed", "ecs fail tls-closed vpc",
	  "fail:tls-closed:ecs", "unhealthy", NULL },
	{ "tls alert", "ecs: route53=10.0.1.10 10.0.1.10=tls-alert", "ecs fail tls-alert vpc",
	  "fail:tls-alert:ecs", "unhealthy", NULL },
	{ "tls not tls", "ecs: route53=10.0.1.10 10.0.1.10=tls-not-tls", "ecs fail tls-not-tls vpc",
	  "fail:tls-not-tls:ecs", "unhealthy", NULL },
	{ "tls version", "ecs: route53=10.0.1.10 10.0.1.10=tls-version", "ecs fail tls-version vpc",
	  "fail:tls-version:ecs", "unhealthy", NULL },
	{ "tls untrusted", "ecs: route53=10.0.1.10 10.0.1.10=tls-untrusted",
	  "ecs fail tls-untrusted vpc", "fail:tls-untrusted:ecs", "unhealthy", "inspecting proxy" },
	{ "tls wrong host", "ecs: route53=10.0.1.10 10.0.1.10=tls-wrong-host",
	  "ecs fail tls-wrong-host vpc", "fail:tls-wrong-host:ecs", "unhealthy", NULL },
	{ "tls expired", "ecs: route53=10.0.1.10 10.0.1.10=tls-expired", "ecs fail tls-expired vpc",
	  "fail:tls-expired:ecs", "unhealthy", "2026-11-21T20:00:00Z" },
	{ "tls not yet valid", "ecs: route53=10.0.1.10 10.0.1.10=tls-not-yet-valid",
	  "ecs fail tls-not-yet-valid vpc", "fail:tls-not-yet-valid:ecs", "unhealthy", "clock" },
	{ "the most frequent failure speaks",
	  "ecs: route53=10.0.1.10,10.0.2.10,10.0.3.10 10.0.1.10=tcp-refused 10.0.2.10=tcp-timeout "
	  "10.0.3.10=tcp-timeout",
	  "ecs fail tcp-timeout vpc", "fail:tcp-timeout:ecs", "unhealthy", NULL },

	/* Patterns of silence. */
	{ "every private endpoint is silent",
	  "ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout ecs-agent: route53=10.0.2.11 "
	  "10.0.2.11=tcp-timeout",
	  "ecs fail tcp-timeout vpc; ecs-agent fail tcp-timeout vpc",
	  "fail:tcp-timeout:ecs fail:tcp-timeout:ecs-agent", "unhealthy", "look at this side" },
	{ "one of them answers",
	  "ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout ecs-agent: route53=10.0.2.11",
	  "ecs fail tcp-timeout vpc; ecs-agent pass - vpc", "fail:tcp-timeout:ecs", "unhealthy",
	  "endpoint's security group" },
	{ "all that is dead is in one subnet",
	  "ecs: route53=10.0.1.10,10.0.2.10 10.0.2.10=tcp-timeout ecs-agent: "
	  "route53=10.0.1.11,10.0.2.11 10.0.2.11=tcp-timeout",
	  "ecs warn partial-addresses vpc; ecs-agent warn partial-addresses vpc",
	  "warn:partial-addresses:ecs warn:partial-addresses:ecs-agent", "degraded",
	  "in one subnet" },
	{ "... and one endpoint has no other",
	  "ecs: route53=10.0.2.10 10.0.2.10=tcp-timeout ecs-agent: route53=10.0.1.11,10.0.2.11 "
	  "10.0.2.11=tcp-timeout",
	  "ecs fail tcp-timeout vpc; ecs-agent warn partial-addresses vpc",
	  "fail:tcp-timeout:ecs warn:partial-addresses:ecs-agent", "unhealthy", "in one subnet" },
	{ "something in that subnet works",
	  "ecs: route53=10.0.1.10,10.0.2.10 10.0.2.10=tcp-timeout ecs-agent: "
	  "route53=10.0.1.11,10.0.2.11 10.0.2.11=tcp-timeout logs: optional route53=10.0.2.12",
	  "ecs warn partial-addresses vpc; ecs-agent warn partial-addresses vpc; logs pass - vpc",
	  "warn:partial-addresses:ecs warn:partial-addresses:ecs-agent", "degraded",
	  "Clients that pick the dead address" },
	{ "two subnets",
	  "ecs: route53=10.0.1.10,10.0.2.10 10.0.2.10=tcp-timeout ecs-agent: "
	  "route53=10.0.1.11,10.0.3.11 10.0.3.11=tcp-timeout",
	  "ecs warn partial-addresses vpc; ecs-agent warn partial-addresses vpc",
	  "warn:partial-addresses:ecs warn:partial-addresses:ecs-agent", "degraded",
	  "Clients that pick the dead address" },
	{ "one endpoint is no pattern",
	  "ecs: route53=10.0.1.10,10.0.2.10 10.0.2.10=tcp-timeout ecs-agent: route53=10.0.1.11",
	  "ecs warn partial-addresses vpc; ecs-agent pass - vpc", "warn:partial-addresses:ecs",
	  "degraded", "Clients that pick the dead address" },
	{ "a bridge swallows the packets",
	  "bridge=172.17.0.0/16 ecs: route53=172.17.5.10 172.17.5.10=tcp-unreachable",
	  "ecs fail shadowed-address private", "fail:shadowed-address:ecs", "unhealthy",
	  "172.17.0.0/16 (docker0)" },
	{ "... and what is dead elsewhere is no matter of the bridge",
	  "bridge=172.17.0.0/16 ecs: route53=172.17.5.10,10.0.1.10 "
	  "172.17.5.10=tcp-unreachable 10.0.1.10=tcp-timeout",
	  "ecs fail tcp-unreachable mixed", "fail:tcp-unreachable:ecs", "unhealthy", NULL },
	{ "... also where most are under the bridge",
	  "bridge=172.17.0.0/16 vpc=172.17.0.0/16 vpc=10.0.0.0/16 ecs: "
	  "route53=172.17.5.10,172.17.6.10,10.0.1.10 172.17.5.10=tcp-timeout "
	  "172.17.6.10=tcp-timeout 10.0.1.10=tcp-timeout",
	  "ecs fail tcp-timeout vpc", "fail:tcp-timeout:ecs", "unhealthy", "security group" },
	{ "both dead ones are under it",
	  "bridge=172.17.0.0/16 vpc=172.17.0.0/16 ecs: route53=172.17.5.10,172.17.6.10 "
	  "172.17.5.10=tcp-timeout 172.17.6.10=tcp-unreachable",
	  "ecs fail shadowed-address vpc", "fail:shadowed-address:ecs", "unhealthy", "docker0" },
	{ "... each by another bridge",
	  "bridge=172.17.0.0/16 bridge=172.18.0.0/16 ecs: route53=172.17.5.10,172.18.6.10 "
	  "172.17.5.10=tcp-unreachable 172.18.6.10=tcp-unreachable",
	  "ecs fail shadowed-address private", "fail:shadowed-address:ecs", "unhealthy", NULL },
	{ "a bridge is there and the address works",
	  "vpc=172.17.0.0/16 bridge=172.17.0.0/16 ecs: route53=172.17.5.10",
	  "ecs warn shadowed-address vpc", "warn:shadowed-address:ecs", "degraded", "docker0" },
	{ "a bridge elsewhere", "bridge=172.17.0.0/16 ecs: route53=10.0.1.10", "ecs pass - vpc", "",
	  "healthy", NULL },
	{ "a host of the user's own is silent", "app: any route53=10.0.1.10 10.0.1.10=tcp-timeout",
	  "app fail tcp-timeout vpc", "fail:tcp-timeout:app", "unhealthy",
	  "security group of the address" },
	{ "... and refuses", "app: any route53=10.0.1.10 10.0.1.10=tcp-refused",
	  "app fail tcp-refused vpc", "fail:tcp-refused:app", "unhealthy",
	  "or a firewall on the way answers for it" },

	/* The size of packets: claimed only where the same handshake fails again and the
	 * smaller one works; small segments for each dead address, a small hello for one, since
	 * the agent's releases send it. */
	{ "a large ClientHello is lost",
	  "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout +same-again: 10.0.1.10=tls-timeout "
	  "+small-hello: 10.0.1.10=ok",
	  "ecs warn tls-large-hello vpc", "warn:tls-large-hello:ecs", "degraded", "stalls after" },
	{ "... and a version says nothing of what an agent sends",
	  "agent=1.99.0 acs=10.0.9.9:443 ecs: route53=10.0.1.10 10.0.1.10=tls-timeout +same-again: "
	  "10.0.1.10=tls-timeout +small-hello: 10.0.1.10=ok",
	  "ecs warn tls-large-hello vpc", "warn:tls-large-hello:ecs", "degraded",
	  "how this agent was built" },
	{ "... and the agent is connected",
	  "agent=1.99.0 acs=connected ecs: route53=10.0.1.10 10.0.1.10=tls-timeout +same-again: "
	  "10.0.1.10=tls-timeout +small-hello: 10.0.1.10=ok",
	  "ecs pass - vpc", "note:tls-large-hello:ecs", "healthy", "so what it sends passes" },
	{ "... and its log has such a handshake",
	  "agent=1.98.0 acs=10.0.1.10:443 ecs: route53=10.0.1.10 10.0.1.10=tls-timeout "
	  "+same-again: 10.0.1.10=tls-timeout +small-hello: 10.0.1.10=ok",
	  "ecs fail tls-large-hello vpc", "fail:tls-large-hello:ecs", "unhealthy", "own log has" },
	{ "... or one with another",
	  "agent=1.98.0 acs=10.0.1.1:443 ecs: route53=10.0.1.10 10.0.1.10=tls-timeout +same-again: "
	  "10.0.1.10=tls-timeout +small-hello: 10.0.1.10=ok",
	  "ecs warn tls-large-hello vpc", "warn:tls-large-hello:ecs", "degraded", NULL },
	{ "a large ClientHello is reset",
	  "ecs: route53=10.0.1.10 10.0.1.10=tls-reset +same-again: 10.0.1.10=tls-reset "
	  "+small-hello: 10.0.1.10=ok",
	  "ecs warn tls-large-hello vpc", "warn:tls-large-hello:ecs", "degraded", "resets" },
	{ "... and a version says nothing of what an agent sends",
	  "agent=1.99.0 acs=10.0.9.9:443 ecs: route53=10.0.1.10 10.0.1.10=tls-reset +same-again: "
	  "10.0.1.10=tls-reset +small-hello: 10.0.1.10=ok",
	  "ecs warn tls-large-hello vpc", "warn:tls-large-hello:ecs", "degraded",
	  "how this agent was built" },
	{ "... and the agent is connected",
	  "agent=1.99.0 acs=connected ecs: route53=10.0.1.10 10.0.1.10=tls-reset +same-again: "
	  "10.0.1.10=tls-reset +small-hello: 10.0.1.10=ok",
	  "ecs pass - vpc", "note:tls-large-hello:ecs", "healthy", "so what it sends passes" },
	{ "... and its log has such a handshake",
	  "agent=1.98.0 acs=10.0.1.10:443 ecs: route53=10.0.1.10 10.0.1.10=tls-reset +same-again: "
	  "10.0.1.10=tls-reset +small-hello: 10.0.1.10=ok",
	  "ecs fail tls-large-hello vpc", "fail:tls-large-hello:ecs", "unhealthy", "own log has" },
	{ "... or one with another",
	  "agent=1.98.0 acs=10.0.1.1:443 ecs: route53=10.0.1.10 10.0.1.10=tls-reset +same-again: "
	  "10.0.1.10=tls-reset +small-hello: 10.0.1.10=ok",
	  "ecs warn tls-large-hello vpc", "warn:tls-large-hello:ecs", "degraded", NULL },
	{ "large packets are lost",
	  "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout +same-again: 10.0.1.10=tls-timeout "
	  "+small-hello: 10.0.1.10=tls-timeout +small-segments: 10.0.1.10=ok",
	  "ecs fail tls-mtu vpc", "fail:tls-mtu:ecs", "unhealthy", "Clamp the MSS" },
	{ "... in one direction only",
	  "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout +same-again: 10.0.1.10=tls-timeout "
	  "+small-hello: 10.0.1.10=ok +small-segments: 10.0.1.10=ok",
	  "ecs fail tls-mtu vpc", "fail:tls-mtu:ecs", "unhealthy", NULL },
	{ "nothing helps",
	  "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout +same-again: 10.0.1.10=tls-timeout "
	  "+small-hello: 10.0.1.10=tls-timeout +small-segments: 10.0.1.10=tcp-timeout",
	  "ecs fail tls-timeout vpc", "fail:tls-timeout:ecs", "unhealthy", NULL },
	{ "it has passed by itself: the control works too",
	  "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout +same-again: 10.0.1.10=ok "
	  "+small-hello: 10.0.1.10=ok +small-segments: 10.0.1.10=ok",
	  "ecs fail tls-timeout vpc", "fail:tls-timeout:ecs", "unhealthy", NULL },
	{ "... and of a reset",
	  "ecs: route53=10.0.1.10 10.0.1.10=tls-reset +same-again: 10.0.1.10=ok "
	  "+small-hello: 10.0.1.10=ok",
	  "ecs fail tls-reset vpc", "fail:tls-reset:ecs", "unhealthy", NULL },
	{ "both dead addresses like a small ClientHello",
	  "ecs: route53=10.0.1.10,10.0.2.10 10.0.1.10=tls-timeout 10.0.2.10=tls-timeout "
	  "+same-again: 10.0.1.10=tls-timeout +small-hello: 10.0.1.10=ok "
	  "+same-again: 10.0.2.10=tls-timeout +small-hello: 10.0.2.10=ok",
	  "ecs warn tls-large-hello vpc", "warn:tls-large-hello:ecs", "degraded", NULL },
	{ "one of the two does not",
	  "ecs: route53=10.0.1.10,10.0.2.10 10.0.1.10=tls-timeout 10.0.2.10=tls-timeout "
	  "+same-again: 10.0.1.10=tls-timeout +small-hello: 10.0.1.10=ok "
	  "+same-again: 10.0.2.10=tls-timeout +small-hello: 10.0.2.10=tls-timeout",
	  "ecs warn tls-large-hello vpc", "warn:tls-large-hello:ecs", "degraded", NULL },
	{ "... nor of two resets",
	  "ecs: route53=10.0.1.10,10.0.2.10 10.0.1.10=tls-reset 10.0.2.10=tls-reset "
	  "+same-again: 10.0.1.10=tls-reset +small-hello: 10.0.1.10=ok "
	  "+same-again: 10.0.2.10=tls-reset +small-hello: 10.0.2.10=tls-reset",
	  "ecs warn tls-large-hello vpc", "warn:tls-large-hello:ecs", "degraded",
	  "the rest with neither" },
	{ "the second was never tried again",
	  "ecs: route53=10.0.1.10,10.0.2.10 10.0.1.10=tls-timeout 10.0.2.10=tls-timeout "
	  "+same-again: 10.0.1.10=tls-timeout +small-segments: 10.0.1.10=ok",
	  "ecs fail tls-timeout vpc", "fail:tls-timeout:ecs", "unhealthy", NULL },
	{ "the second passed by itself",
	  "ecs: route53=10.0.1.10,10.0.2.10 10.0.1.10=tls-timeout 10.0.2.10=tls-timeout "
	  "+same-again: 10.0.1.10=tls-timeout +small-hello: 10.0.1.10=ok "
	  "+same-again: 10.0.2.10=ok +small-hello: 10.0.2.10=ok",
	  "ecs warn tls-large-hello vpc", "warn:tls-large-hello:ecs", "degraded", NULL },
	{ "one is helped by this, the other by that",
	  "ecs: route53=10.0.1.10,10.0.2.10 10.0.1.10=tls-timeout 10.0.2.10=tls-timeout "
	  "+same-again: 10.0.1.10=tls-timeout +small-hello: 10.0.1.10=ok "
	  "+same-again: 10.0.2.10=tls-timeout +small-segments: 10.0.2.10=ok",
	  "ecs warn tls-large-hello vpc", "warn:tls-large-hello:ecs", "degraded", NULL },
	{ "the other dead address has never connected",
	  "ecs: route53=10.0.1.10,10.0.2.10,10.0.3.10 10.0.1.10=tls-timeout "
	  "10.0.2.10=tls-timeout 10.0.3.10=tcp-timeout "
	  "+same-again: 10.0.1.10=tls-timeout +small-hello: 10.0.1.10=ok "
	  "+same-again: 10.0.2.10=tls-timeout +small-hello: 10.0.2.10=ok",
	  "ecs warn tls-large-hello vpc", "warn:tls-large-hello:ecs", "degraded", NULL },
	{ "the retry of another endpoint's address proves nothing",
	  "ecs: route53=10.0.1.10 10.0.1.10=tls-timeout ecr.api: route53=10.0.1.10 "
	  "10.0.1.10=tls-timeout +same-again: 10.0.1.10=tls-timeout +small-hello: 10.0.1.10=ok",
	  "ecs fail tls-timeout vpc; ecr.api warn tls-large-hello vpc",
	  "fail:tls-timeout:ecs warn:tls-large-hello:ecr.api", "unhealthy", NULL },
	{ "what nobody dials need not be retried",
	  "ns=system ecs: system=10.0.1.10 route53=10.0.2.10 10.0.1.10=tls-timeout "
	  "10.0.2.10=tls-timeout +same-again: 10.0.1.10=tls-timeout +small-hello: 10.0.1.10=ok",
	  "ecs warn tls-large-hello vpc", "warn:tls-large-hello:ecs", "degraded", NULL },

	/* Certificates. */
	{ "no intermediate", "ecs: route53=10.0.1.10 10.0.1.10=tls-untrusted chain=1",
	  "ecs fail tls-untrusted vpc", "fail:tls-untrusted:ecs", "unhealthy",
	  "sends only its own certificate" },
	{ "a stranger with a chain", "ecs: route53=10.0.1.10 10.0.1.10=tls-untrusted chain=2",
	  "ecs fail tls-untrusted vpc", "fail:tls-untrusted:ecs", "unhealthy", "inspecting proxy" },
	{ "there is nothing to verify with",
	  "store=unusable ecs: route53=10.0.1.10 10.0.1.10=tls-untrusted ecs-agent: "
	  "route53=10.0.1.11 10.0.1.11=tls-untrusted",
	  "ecs fail tls-untrusted vpc; ecs-agent fail tls-untrusted vpc",
	  "fail:trust-store-unusable:instance", "unhealthy", NULL },
	{ "the roots inside were used", "store=embedded ecs: route53=10.0.1.10", "ecs pass - vpc",
	  "warn:trust-store-embedded:instance", "degraded", NULL },
	{ "intercepted", "ecs: route53=10.0.1.10 root=Corp", "ecs warn tls-intercepted vpc",
	  "warn:tls-intercepted:ecs", "degraded", "'CN=Corp'" },
	{ "intercepted in China", "region=cn-north-1 ecs: route53=10.0.1.10 root=Corp",
	  "ecs warn tls-intercepted vpc", "warn:tls-intercepted:ecs", "degraded", NULL },
	{ "intercepted in the sovereign cloud",
	  "region=eusc-de-east-1 ecs: route53=10.0.1.10 root=Corp", "ecs warn tls-intercepted vpc",
	  "warn:tls-intercepted:ecs", "degraded", NULL },
	{ "nothing is said in gov", "region=us-gov-west-1 ecs: route53=10.0.1.10 root=Corp",
	  "ecs pass - vpc", "", "healthy", NULL },
	{ "a note in iso", "region=us-iso-east-1 ecs: route53=10.0.1.10 root=Corp",
	  "ecs pass - vpc", "note:tls-intercepted:ecs", "healthy", "not public" },
	{ "the caller named the anchors", "store=--ca-file ecs: route53=10.0.1.10 root=Corp",
	  "ecs pass - vpc", "", "healthy", NULL },
	{ "... as a directory", "store=--ca-dir ecs: route53=10.0.1.10 root=Corp", "ecs pass - vpc",
	  "", "healthy", NULL },
	{ "a host of the user's own has any root", "app: any route53=10.0.1.10 root=Corp",
	  "app pass - vpc", "", "healthy", NULL },

	/* The clock. */
	{ "the clock is behind and explains the certificate",
	  "skew=-1000000 ecs: route53=10.0.1.10 10.0.1.10=tls-not-yet-valid valid=500000..2000000 "
	  "ecs-agent: route53=10.0.1.11 10.0.1.11=tls-not-yet-valid valid=500000..2000000",
	  "ecs fail clock-skew vpc; ecs-agent fail clock-skew vpc", "fail:clock-skew:instance",
	  "unhealthy", "behind" },
	{ "the clock is ahead and explains the certificate",
	  "skew=1000000 ecs: route53=10.0.1.10 10.0.1.10=tls-expired valid=-2000000..-500000",
	  "ecs fail clock-skew vpc", "fail:clock-skew:instance", "unhealthy", "ahead" },
	{ "the clock is wrong and so is the certificate",
	  "skew=1000000 ecs: route53=10.0.1.10 10.0.1.10=tls-expired valid=-9000000..-8000000",
	  "ecs fail tls-expired vpc", "fail:tls-expired:ecs fail:clock-skew:instance", "unhealthy",
	  NULL },
	{ "a clock that is off by little explains nothing",
	  "skew=200 ecs: route53=10.0.1.10 10.0.1.10=tls-expired valid=-9000..-100",
	  "ecs fail tls-expired vpc", "fail:tls-expired:ecs warn:clock-skew:instance", "unhealthy",
	  NULL },

	/* Proxies. */
	{ "through a proxy, the rest directly",
	  "proxy=agent ecr.api: proxied via=10.0.0.99 route53=52.94.1.10 52.94.1.10=tcp-timeout "
	  "ecr.dkr: route53=10.0.1.11",
	  "ecr.api pass - proxied; ecr.dkr pass - vpc", "", "healthy", NULL },
	{ "a direct path does not rescue",
	  "proxy=agent ecr.api: proxied via=10.0.0.99 10.0.0.99=proxy-denied route53=10.0.1.10",
	  "ecr.api fail proxy-denied proxied", "fail:proxy-denied:ecr.api", "unhealthy",
	  "http://proxy.corp:3128" },
	{ "the proxy cannot be reached: told once",
	  "proxy=agent ecs: proxied via=10.0.0.99 10.0.0.99=proxy-unreachable ecr.api: proxied "
	  "via=10.0.0.99 10.0.0.99=proxy-unreachable",
	  "ecs fail proxy-unreachable proxied; ecr.api fail proxy-unreachable proxied",
	  "fail:proxy-unreachable:agent", "unhealthy", "/etc/ecs/ecs.config" },
	{ "the proxy asks for credentials: told once",
	  "proxy=agent ecs: proxied via=10.0.0.99 10.0.0.99=proxy-auth ecr.api: proxied "
	  "via=10.0.0.99 10.0.0.99=proxy-auth",
	  "ecs fail proxy-auth proxied; ecr.api fail proxy-auth proxied", "fail:proxy-auth:agent",
	  "unhealthy", "percent-encoded" },
	{ "... as badly as the worst takes it, whoever is first",
	  "proxy=agent logs: proxied optional via=10.0.0.99 10.0.0.99=proxy-unreachable ecs: "
	  "proxied via=10.0.0.99 10.0.0.99=proxy-unreachable",
	  "logs fail proxy-unreachable proxied; ecs fail proxy-unreachable proxied",
	  "fail:proxy-unreachable:agent", "unhealthy", NULL },
	{ "... whoever is last",
	  "proxy=agent ecs: proxied via=10.0.0.99 10.0.0.99=proxy-auth logs: proxied optional "
	  "via=10.0.0.99 10.0.0.99=proxy-auth",
	  "ecs fail proxy-auth proxied; logs fail proxy-auth proxied", "fail:proxy-auth:agent",
	  "unhealthy", NULL },
	{ "... and only as a warning where only optional ones need it",
	  "proxy=agent ecs: route53=10.0.1.10 logs: proxied optional via=10.0.0.99 "
	  "10.0.0.99=proxy-unreachable",
	  "ecs pass - vpc; logs fail proxy-unreachable proxied", "warn:proxy-unreachable:agent",
	  "degraded", NULL },
	{ "... or names that are guesses",
	  "proxy=agent ecs: route53=10.0.1.10 ecr.layers: proxied inferred via=10.0.0.99 "
	  "10.0.0.99=proxy-unreachable",
	  "ecs pass - vpc; ecr.layers warn proxy-unreachable proxied",
	  "warn:proxy-unreachable:agent", "degraded", NULL },
	{ "each dialler's proxy is told of by itself",
	  "proxy=agent proxy=dockerd ecs: proxied via=10.0.0.99 10.0.0.99=proxy-unreachable "
	  "logs: proxied optional via=10.0.0.99",
	  "ecs fail proxy-unreachable proxied; logs pass - proxied", "fail:proxy-unreachable:agent",
	  "unhealthy", NULL },
	{ "a kind of proxy that is not checked",
	  "proxy=agent ecs: proxied via=10.0.0.99 10.0.0.99=not-finished",
	  "ecs skip not-finished proxied", "", "unknown", NULL },
	{ "... as it speaks no http",
	  "proxy=agent proxy-fault=agent,socks5 ecs: proxied via=10.0.0.99 10.0.0.99=not-finished",
	  "ecs skip proxy-unsupported proxied", "warn:proxy-unsupported:agent", "unknown",
	  "https_proxy of /etc/some/unit:9 names the proxy https://proxy.corp:3128: agent (in Go) "
	  "can use it" },
	{ "... and the agent's websockets know it not",
	  "proxy=agent proxy-fault=agent,https ecs: proxied via=10.0.0.99 10.0.0.99=not-finished "
	  "ecs-agent: in-vain via=10.0.0.99 10.0.0.99=proxy-unsupported",
	  "ecs skip proxy-unsupported proxied; ecs-agent fail proxy-unsupported proxied",
	  "fail:proxy-unsupported:agent", "unhealthy", "its websockets cannot" },
	{ "a value that makes a proxy of what is none",
	  "proxy=agent proxy-fault=agent,broken logs: in-vain via=10.0.0.99 "
	  "10.0.0.99=proxy-unsupported",
	  "logs fail proxy-unsupported proxied", "fail:proxy-unsupported:agent", "unhealthy",
	  "is in quotation marks: agent (in Go) takes it for a proxy that cannot be there" },
	{ "a value that is no URL, beside one that is",
	  "proxy=agent proxy-fault=agent,ignored ecs: proxied via=10.0.0.99 ecr.api: "
	  "route53=10.0.1.10",
	  "ecs pass - proxied; ecr.api pass - vpc", "warn:proxy-unsupported:agent", "degraded",
	  "ignores it and goes by HTTPS_PROXY" },
	{ "a value that is no URL, alone", "proxy-fault=dockerd,ignored ecr.dkr: route53=10.0.1.10",
	  "ecr.dkr pass - vpc", "warn:proxy-unsupported:dockerd", "degraded",
	  "ignores it and connects directly" },
	{ "behind the proxy TLS breaks",
	  "proxy=agent ecr.api: proxied via=10.0.0.99 10.0.0.99=tls-untrusted",
	  "ecr.api fail tls-untrusted proxied", "fail:tls-untrusted:ecr.api", "unhealthy", NULL },
	{ "the control plane goes through a proxy although it is private",
	  "proxy=agent ecs: proxied via=10.0.0.99 route53=10.0.1.10",
	  "ecs warn proxied-control-plane proxied", "warn:proxied-control-plane:ecs", "degraded",
	  "numbered hosts" },
	{ "... and that is right",
	  "proxy=agent expect=public ecs: proxied via=10.0.0.99 "
	  "route53=10.0.1.10",
	  "ecs pass - proxied", "note:proxied-control-plane:ecs", "healthy", NULL },
	{ "... and it is public anyway",
	  "proxy=agent ecs: proxied via=10.0.0.99 route53=52.94.1.10", "ecs pass - proxied", "",
	  "healthy", NULL },
	{ "another service through the proxy is not the control plane",
	  "proxy=agent ecr.api: proxied via=10.0.0.99 route53=10.0.1.10", "ecr.api pass - proxied",
	  "", "healthy", NULL },
	{ "the nameserver does not know the name, the proxy does",
	  "proxy=agent ecr.api: proxied via=10.0.0.99 route53=!dns-nxdomain ecr.dkr: "
	  "route53=10.0.1.11",
	  "ecr.api pass - proxied; ecr.dkr pass - vpc", "", "healthy", NULL },

	/* Hosts of the user's own, and what begins without TLS. */
	{ "connecting is all that is asked of a database", "db: tcp any route53=10.0.1.90",
	  "db pass - vpc", "", "healthy", NULL },
	{ "... it is silent", "db: tcp any route53=10.0.1.90 10.0.1.90=tcp-timeout",
	  "db fail tcp-timeout vpc", "fail:tcp-timeout:db", "unhealthy", "10.0.1.90 port 5432" },
	{ "... its hint is about its port", "db: tcp any route53=10.0.1.90 10.0.1.90=tcp-timeout",
	  "db fail tcp-timeout vpc", "fail:tcp-timeout:db", "unhealthy",
	  "On that port the security group" },
	{ "... it refuses, and nobody depends on it",
	  "ecs: route53=10.0.1.10 db: tcp any optional route53=10.0.1.90 10.0.1.90=tcp-refused",
	  "ecs pass - vpc; db fail tcp-refused vpc", "warn:tcp-refused:db", "degraded",
	  "that the service runs" },
	{ "... one of two is silent",
	  "db: tcp any route53=10.0.1.90,10.0.2.90 10.0.2.90=tcp-timeout",
	  "db warn partial-addresses vpc", "warn:partial-addresses:db", "degraded", NULL },
	{ "... it is public where it should be private", "db: tcp private route53=52.94.1.90",
	  "db fail public-address public", "fail:public-address:db", "unhealthy",
	  "private hosted zone with this name" },
	{ "... its chain ends nowhere, and that is no interception",
	  "db: tcp any route53=10.0.1.90 root=Corp", "db pass - vpc", "", "healthy", NULL },
	{ "a database that works says nothing of 443",
	  "ecs: route53=10.0.1.10 10.0.1.10=tcp-timeout ecr.api: route53=10.0.2.11 "
	  "10.0.2.11=tcp-timeout db: tcp any route53=10.0.3.90",
	  "ecs fail tcp-timeout vpc; ecr.api fail tcp-timeout vpc; db pass - vpc",
	  "fail:tcp-timeout:ecs fail:tcp-timeout:ecr.api", "unhealthy",
	  "No private endpoint answers at all" },
	{ "... nor does a dead one of 443",
	  "ecs: route53=10.0.1.10 db: tcp any route53=10.0.3.90 10.0.3.90=tcp-timeout",
	  "ecs pass - vpc; db fail tcp-timeout vpc", "fail:tcp-timeout:db", "unhealthy",
	  "On that port" },
	{ "a host of one's own that stalls may speak no TLS",
	  "db: any route53=10.0.1.90 10.0.1.90=tls-timeout", "db fail tls-timeout vpc",
	  "fail:tls-timeout:db", "unhealthy", "NAME:PORT/tcp" },
	{ "... that closes", "db: any route53=10.0.1.90 10.0.1.90=tls-closed",
	  "db fail tls-closed vpc", "fail:tls-closed:db", "unhealthy", "NAME:PORT/tcp" },
	{ "... that resets", "db: any route53=10.0.1.90 10.0.1.90=tls-reset",
	  "db fail tls-reset vpc", "fail:tls-reset:db", "unhealthy", "NAME:PORT/tcp" },
	{ "... that says something else", "db: any route53=10.0.1.90 10.0.1.90=tls-not-tls",
	  "db fail tls-not-tls vpc", "fail:tls-not-tls:db", "unhealthy", "NAME:PORT/tcp" },
};

const struct judge_case_table judge_cases_dial = { cases, ARRAY_SIZE(cases) };
