# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# All tasks are gone when the agent is back: that is no coincidence, and no success.

agent
lab_up
for name in task-1 task-2; do task_container "$name"; done
agent_control stop_delay 1
remember_agent
begin --restart-agent=always
poll 5 unit_is ecs.service 'deactivating stop' || fail "no restart: $(unit_state ecs.service)"
for name in task-1 task-2; do docker_api DELETE "/containers/$name?force=true"; done
finish_run
expect_exit 10
expect_action restart-unit asked not-ready
expect_detail 'all task containers are gone \(2\)'
expect_json '.action.tasks_before == 2 and .action.tasks_gone == 2'
expect_finding fail:agent-not-ready
expect_agent_restarted
expect_agent_running
