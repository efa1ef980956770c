# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No route to ecr.dkr in either zone: ICMP host unreachable.

lab_up
unreachable ecr.dkr
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.dkr fail tcp-unreachable
expect_others pass
expect_class vpc ecr.dkr
expect_all_addresses 2 fail:tcp-unreachable ecr.dkr
expect_findings fail:tcp-unreachable:ecr.dkr
expect_ended_within 4
