# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The clock is ten minutes off: the agent keeps its open connection, and a restarted one could not sign a new one.

agent
lab_up
imds_mode '{"skew_s": -600}'
remember_agent
always
expect_refused clock-wrong 1
expect_detail '600 s off'
expect_by_hand ''
expect_no_history
always --force
expect_exit 1
expect_action restart-unit asked restarted
expect_detail 'overrides clock-wrong'
