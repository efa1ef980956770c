# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A file that a condition of ecs.service needs is gone: systemd would stop the agent and not start it again. Once the file is
# back, the restart works.
agent
lab_up
mkdir -p /etc/systemd/system/ecs.service.d
printf '%s\n' '[Unit]' ConditionPathExists=/etc/ecs/enabled >/etc/systemd/system/ecs.service.d/lab.conf
touch /etc/ecs/enabled
in_machine systemctl daemon-reload
in_machine systemctl restart ecs
wait_agent_registered 20
rm -rf "${HISTORY%/*}"
rm /etc/ecs/enabled

for mode in always 'always --force'; do
	remember_agent
	$mode
	expect_refused owner-would-fail 75
	expect_detail 'ecs.service: a file that its Condition'
	expect_by_hand ''
done
expect_no_history

touch /etc/ecs/enabled
remember_agent
# systemd has just restarted it, so the cool-down stands in the way.
always --force
expect_restarted asked
