# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# From user data on Debian: the agent runs already while cloud-final is activating, and its unit is not ordered after
# that. It is restarted, and nobody waits for the end of the boot.

agent debian
cloud_final_held
lab_up
expect_unit cloud-final.service 'activating start'
agent_config ECS_RESERVED_MEMORY=64
remember_agent
if_stale
expect_restarted stale
expect_unit cloud-final.service 'activating start'
same "its environment" ECS_RESERVED_MEMORY=64 "$(agent_env | grep MEMORY)"
