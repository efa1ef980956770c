# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent's state was deleted under it: restarted, it would come back as another container instance, and its tasks would
# belong to nobody. It is not restarted, --force or not. A dead agent has nothing to lose.

agent
lab_up
rm /var/lib/ecs/data/agent.db
for mode in always 'always --force'; do
	remember_agent
	$mode
	expect_refused state-would-be-lost 75
	expect_detail '/var/lib/ecs/data does not contain agent.db, in which the running agent saves its state'
	expect_by_hand ''
done
expect_no_history
if_stale
expect_exit 0
expect_action none nothing-stale
in_machine systemctl stop ecs
always
expect_exit 0
expect_action start-unit not-running restarted
expect_agent_running
