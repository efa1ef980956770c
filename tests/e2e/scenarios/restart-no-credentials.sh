# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The instance's role is gone while the agent lives on the credentials that it has: a restarted one could not register.

agent
instance_role none
lab_up
remember_agent
always
expect_refused no-credentials 1
expect_detail 'has no IAM role'
expect_by_hand ''
expect_no_history
