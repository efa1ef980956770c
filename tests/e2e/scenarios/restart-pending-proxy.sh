# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A proxy that reaches nothing was written into ecs.config: all works for the running agent, and nothing would for one
# that reads the file. It is judged by what it would read, refused, and the agent stays.

agent
proxy absent
lab_up
agent_config HTTP_PROXY="http://lab:canary-9@$PROXY_IPV4:3128"
remember_agent
for mode in if_stale always; do
	$mode
	expect_refused endpoints-fail 1
	expect_evidence 'agent-stale-config: HTTP_PROXY' "proxied: http://$PROXY_IPV4:3128"
	expect_detail 'ecs fails \(proxy-unreachable\)'
	expect_detail 'with the configuration that its next start would read$'
	expect_secret canary
done
expect_no_history
expect_agent_peer ecs-agent private
