# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Nothing listens at ecr.dkr in either zone: RST.

lab_up
refuse ecr.dkr
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.dkr fail tcp-refused
expect_others pass
expect_class vpc ecr.dkr
expect_all_addresses 2 fail:tcp-refused ecr.dkr
expect_findings fail:tcp-refused:ecr.dkr
expect_ended_within 4
