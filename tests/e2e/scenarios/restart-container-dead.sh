# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The container was run by hand and has ended: it is started again through Docker.

agent_container
lab_up
docker_status POST '/containers/ecs-agent/stop?t=10' >/dev/null
expect_agent_state 'exited 0'
remember_agent
if_stale
expect_exit 0
expect_action restart-container not-running restarted
expect_agent_restarted
expect_agent_running
expect_no_finding agent-not-running
