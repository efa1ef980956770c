# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# SUSE calls the unit amazon-ecs.service.

agent suse
endpoints_missing
lab_up
endpoints_created
remember_agent
if_stale
expect_restarted stale
expect_json '.action.target == "amazon-ecs.service"'
expect_agent_peer ecs-agent private
