# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Tasks run while the agent is restarted. One of three that ends at that time is told; it is not the restart's fault.

agent
lab_up
for name in task-1 task-2 task-3; do task_container "$name"; done
remember_agent
always
expect_restarted asked
expect_json '.action.tasks_before == 3 and .action.tasks_gone == 0'
expect_words report.txt 'tasks: all 3 containers still run'
agent_control stop_delay 1
begin --restart-agent=always --cool-down 0
poll 5 unit_is ecs.service 'deactivating stop' || fail "no restart: $(unit_state ecs.service)"
docker_api DELETE '/containers/task-2?force=true'
finish_run
expect_exit 0
expect_action restart-unit asked restarted
expect_json '.action.tasks_before == 3 and .action.tasks_gone == 1'
expect_words report.txt 'tasks: 1 of 3 containers disappeared during the restart'
