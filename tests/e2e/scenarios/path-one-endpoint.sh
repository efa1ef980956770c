# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One endpoint is out of reach in both zones: its security group.

lab_up
drop ecr.dkr
probe 2
expect_exit 1
expect_endpoint ecr.dkr fail tcp-timeout
expect_others pass
expect_findings fail:tcp-timeout:ecr.dkr
expect_advice tcp-timeout:ecr.dkr 'security group'
