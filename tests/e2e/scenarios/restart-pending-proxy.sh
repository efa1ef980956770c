# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A proxy that reaches nothing was written into ecs.config: all works for the running agent, and nothing would for one
# that reads the file. It is judged by what it would read, refused, and the agent stays.

agent
proxy absent
lab_up
agent_config HTTP_PROXY="http://lab:canary-9@$PROXY_IPV4:3128" NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock
remember_agent
for mode in if_stale always; do
	$mode
	expect_refused endpoints-fail 1
	expect_evidence 'agent-stale-config: HTTP_PROXY NO_PROXY' "proxied: http://$PROXY_IPV4:3128"
	expect_detail 'ecs fails \(proxy-unreachable\)'
	expect_detail 'with the configuration that its next start would read$'
	expect_secret canary
done
# Without NO_PROXY it would not get as far: the agent fills that in later than it asks for instance metadata.
sed -i /^NO_PROXY=/d /etc/ecs/ecs.config
for mode in if_stale always; do
	$mode
	expect_refused config-would-fail 1
	expect_detail 'NO_PROXY without 169.254.169.254'
	expect_secret canary
done
expect_no_history
expect_agent_peer ecs-agent private
