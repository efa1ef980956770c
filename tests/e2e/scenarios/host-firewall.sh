# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A hardened image: its own OUTPUT chain drops or rejects what the agent needs. What the network between loses, or refuses,
# is another matter.

lab_up
# rules POLICY RULE...: for what leaves the instance. They come first: the kernel remembers the questions of the run before for
# half a minute, and a new one from the same port would be "established".
rules() {
	nft flush ruleset
	printf '%s\n' 'table inet hard {' 'chain output {' "type filter hook output priority 0; policy $1;" 'oifname "lo" accept' \
		'ip daddr 169.254.169.254 accept' "${@:2}" 'ct state established accept' '}' '}' | nft -f -
}
needed=(ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers)
closed() {
	expect_exit 1
	expect_verdict unhealthy
	expect_others fail host-firewall
	expect_findings "${needed[@]/#/fail:host-firewall:}" warn:host-firewall:{logs,secretsmanager}
	expect_advice host-firewall:ecs 'OUTPUT'
}
# A second after the first SYN the kernel sends another.
rules drop 'udp dport 53 accept' 'tcp dport 53 accept'
probe 6
closed
for how in admin-prohibited port-unreachable host-unreachable; do
	rules accept "tcp dport 443 reject with icmp type $how"
	probe 4
	closed
done
for verdict in drop reject; do
	rules accept "meta l4proto { tcp, udp } th dport 53 $verdict"
	probe 4
	expect_exit 1
	expect_others fail host-firewall
	expect_findings fail:host-firewall:route53
done

# The same on the way is none of this host's doing.
nft flush ruleset
drop ecs
refuse ecs-agent
unreachable ecs-telemetry
probe 6
expect_exit 1
expect_endpoint ecs fail tcp-timeout
expect_endpoint ecs-agent fail tcp-refused
expect_endpoint ecs-telemetry fail tcp-unreachable
expect_others pass
