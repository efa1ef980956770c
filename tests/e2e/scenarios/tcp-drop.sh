# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The security group of ecr.dkr is closed in both zones: no answer to a SYN.

lab_up
drop ecr.dkr
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.dkr fail tcp-timeout
expect_others pass
expect_class vpc ecr.dkr
expect_all_addresses 2 fail:tcp-timeout ecr.dkr
expect_findings fail:tcp-timeout:ecr.dkr
expect_ended_within 2
