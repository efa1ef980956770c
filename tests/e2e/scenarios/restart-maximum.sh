# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Three restarts within 6 hours are enough, whatever the cool-down is.

agent
lab_up
for _ in 1 2 3; do
	always --cool-down 0
	expect_exit 0
done
remember_agent
always --cool-down 0
expect_refused maximum-reached 75
expect_detail '^3 restarts in the last 6 h, the maximum is 3$'
expect_history restarted restarted restarted
always --cool-down 0 --force
expect_restarted asked
