# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent holds ecs-a-8, a number that nobody has asked for before: a public path as that of ecs-a-1, by its log and,
# where that is gone, by its connections.

agent unready
endpoints_missing
has_host ecs-agent-8 "ecs-a-8.$SUFFIX"
has_host ecs-telemetry-8 "ecs-t-8.$SUFFIX"
extra_addresses
agent_control numbered 8
lab_up
poll 20 peer_is ecs-agent-8 || fail "the agent does not dial ecs-a-8"
endpoints_created
agent_control numbered
probe 5
expect_finding warn:agent-stale-path
expect_words report.txt "ecs-a-8.$SUFFIX"
: >"$MACHINE_ROOT/var/log/ecs/ecs-agent.log"
probe 5
expect_finding warn:agent-stale-path
expect_words report.txt "ecs-a-8.$SUFFIX"
remember_agent
if_stale
expect_restarted stale
expect_agent_peer ecs-agent private
