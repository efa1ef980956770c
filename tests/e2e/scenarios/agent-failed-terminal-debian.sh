# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent ends with 5, and on Debian systemd starts it all the same, every 10 seconds.

agent debian unready
agent_control exit 5
lab_up
poll 20 unit_is ecs.service 'activating auto-restart'
probe 5
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:agent-failed-terminal:agent
expect_json '.agent.unit | .sub == "auto-restart" and .main_status == 5'
# Nothing was compared, so nothing counts as cured: that is systemd's to repeat.
poll 20 unit_is ecs.service 'activating auto-restart'
if_stale
expect_exit 1
expect_action none systemd-retries
