# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --wait and --restart-agent: nothing is done to the agent while endpoints are missing; once they are there it is restarted.

agent
lab_up
remember_agent
refuse ecs
wait_start 60 5 --restart-agent=always
wait_tried 2
expect_agent_untouched
restore
wait_end
expect_restarted asked
expect_verdict healthy
expect_text stderr '^ecsprobe: try [0-9]+, .*: healthy$'

remember_agent
refuse ecs
wait_start 2 2 --restart-agent=always --cool-down 0
wait_end
expect_exit 1
expect_action defer endpoints-fail
expect_agent_untouched
