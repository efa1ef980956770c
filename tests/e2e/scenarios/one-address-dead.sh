# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The network ACL of one zone eats the packets to ecr.api there.

lab_up
drop 10.0.2.13
probe 2
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn partial-addresses
expect_others pass
expect_addresses ecr.api 10.0.1.13=pass 10.0.2.13=fail:tcp-timeout
expect_findings warn:partial-addresses:ecr.api
