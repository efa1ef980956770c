# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent is on the public path, and then there are endpoints: exit 0, verdict healthy, action restart-unit (stale),
# restarted, and its connection is a private one. The next run: exit 0, action none (nothing-stale).

agent
endpoints_missing
lab_up
expect_agent_peer ecs-agent-1 public
endpoints_created
remember_agent
probe 5 --restart-agent=if-stale --ready-timeout "$(scaled 20)"
expect_exit 0
expect_verdict healthy
expect_json '.action.kind == "restart-unit" and .action.reason == "stale" and .action.result == "restarted"'
expect_agent_restarted
expect_agent_running
expect_agent_peer ecs-agent private
probe 5 --restart-agent=if-stale
expect_exit 0
expect_verdict healthy
expect_json '.action.kind == "none" and .action.reason == "nothing-stale"'
