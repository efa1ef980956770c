# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Docker copied /etc/hosts into the agent's container when it started. A pin of ecs-agent, dead since, is gone from
# the host's file, and still rules the agent: it is lost to ACS while everything works on the host.

agent
pinned 10.0.1.199 ecs-agent
also_serve ecs-agent 10.0.1.199
lab_up
sed -i '/10\.0\.1\.199/d' /etc/hosts
drop 10.0.1.199
probe 5 --connect-timeout 1
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent fail hosts-override
expect_others pass
expect_findings fail:hosts-override:ecs-agent warn:agent-hosts-stale:agent
expect_advice hosts-override:ecs-agent "the agent's own copy of /etc/hosts"
expect_advice agent-hosts-stale:agent "${HOST[ecs-agent]}"
expect_json 'endpoint("ecs-agent").dns.hosts.addresses == ["10.0.1.199"]'
# A restart is what helps: what its next start sees works.
remember_agent
if_stale --connect-timeout 1
expect_restarted stale
expect_evidence "agent-hosts-stale: ${HOST[ecs-agent]}"
expect_verdict healthy
expect_no_finding agent-hosts-stale
# A pin that the agent does not have yet fails nothing of it, and would: that is no reason to restart it.
echo "10.0.1.199 ${HOST[ecs]}" >>/etc/hosts
remember_agent
probe 5 --connect-timeout 1
expect_exit 0
expect_endpoint ecs pass
expect_findings warn:agent-hosts-stale:agent
if_stale --connect-timeout 1
expect_exit 0
expect_action none nothing-stale
