# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Not root: neither the container's environment can be read nor a unit restarted. 77, and the line that does it.

agent
lab_up
remember_agent
for mode in always if_stale 'always --force'; do
	as_nobody $mode
	expect_refused not-permitted 77
	expect_words report.txt 'not permitted \(not-permitted\): restarting the agent needs root'
done
expect_by_hand 'sudo ecsprobe --restart-agent'
expect_no_history
