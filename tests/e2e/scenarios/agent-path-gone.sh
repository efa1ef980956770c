# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint of ecs-agent was made again at other addresses: the agent is still connected to the old interface, and
# will resolve the name at its next dial. No reason to do anything.

agent
also_serve ecs-agent 10.0.1.111 10.0.2.111
lab_up
answers_now ecs-agent 10.0.1.111 10.0.2.111
expect_agent_peer ecs-agent private
probe 5 -v
expect_healthy
expect_note agent-path-gone agent
expect_json '[.findings[] | select(.subject == "agent") | .code] == ["agent-path-gone"]'
expect_advice agent-path-gone:agent '10\.0\.[12]\.11'
