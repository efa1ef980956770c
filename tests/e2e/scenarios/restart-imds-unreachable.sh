# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The metadata service does not answer: a restarted agent could not register again.

agent
machine_config AWS_DEFAULT_REGION="$REGION"
lab_up
drop_imds
remember_agent
always
expect_refused imds-unreachable 1
expect_detail 'imds-unreachable'
always --force
expect_restarted asked
expect_detail 'overrides imds-unreachable'
