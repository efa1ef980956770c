# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Restarted a moment ago: not again within --cool-down, 10 minutes unless said otherwise.

agent
lab_up
always
expect_exit 0
remember_agent
always
expect_refused cool-down 75
expect_detail '^the last restart was [0-9]+ s ago, the cool-down is 10 min$'
expect_by_hand 'sudo ecsprobe --restart-agent --force'
expect_history restarted
always --force
expect_restarted asked
expect_json .action.forced
expect_history restarted restarted
