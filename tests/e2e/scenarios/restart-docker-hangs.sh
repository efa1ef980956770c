# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# dockerd hangs: stopping the agent would hang with it, until systemd kills what should have stopped it cleanly.

agent
lab_up
remember_agent
pkill -STOP -x dockerd
for mode in always 'always --force'; do
	$mode --timeout 2
	expect_exit 75
	expect_action defer docker-inactive
	expect_detail '^docker.service is active, but its socket does not answer'
	expect_ended_within 4
done
if_stale --timeout 2
expect_exit 75
expect_action defer status-unknown
expect_detail 'its container'
pkill -CONT -x dockerd
poll 10 dockerd_settled
expect_agent_untouched
expect_agent_running
expect_no_history
