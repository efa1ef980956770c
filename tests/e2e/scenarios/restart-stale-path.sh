# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The reason that ecsprobe is for: the agent was started before the endpoints were created and holds a numbered public
# host for 12 hours. It is moved to the private path, and the report says so.

agent
endpoints_missing
lab_up
expect_agent_peer ecs-agent-1 public
endpoints_created
remember_agent
probe 5
expect_finding warn:agent-stale-path
if_stale
expect_restarted stale
expect_evidence "agent-stale-path: ecs-a-1.$SUFFIX"
expect_agent_peer ecs-agent private
expect_verdict healthy
expect_no_finding agent-stale-path
expect_words report.txt "talks to ecs-a.$SUFFIX"
expect_words report.txt "the same container instance: the agent moved from the public to the private path, ecs-a.$SUFFIX"
