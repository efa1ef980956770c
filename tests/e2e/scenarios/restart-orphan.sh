# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The container runs and its unit is dead: somebody restarted it through Docker. Nobody looks after it, so the unit is
# started, which replaces it by force.

agent
lab_up
in_machine systemctl stop ecs
docker_status POST /containers/ecs-agent/start >/dev/null
wait_agent_registered
expect_unit ecs.service 'inactive dead'
remember_agent
if_stale
expect_exit 0
expect_action start-unit orphan restarted
expect_agent_restarted
expect_agent_running
expect_json .action.skips_final_save
expect_words report.txt 'removes the orphaned container by force; that agent cannot save its state first'
expect_no_finding agent-orphan
