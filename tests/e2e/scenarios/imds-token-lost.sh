# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The connection to the metadata service comes about and the token never arrives: the hop limit.

lab_up
lose_imds_answers
probe 4 --region us-east-1 --account 111122223333
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:imds-unreachable:instance
expect_advice imds-unreachable:instance 'hop limit'
