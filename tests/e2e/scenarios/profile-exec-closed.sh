# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The security group of ssmmessages' endpoint does not let the instances in.

profile exec
lab_up
drop ssmmessages
probe 2 --profile exec
expect_exit 1
expect_verdict unhealthy
expect_endpoint ssmmessages fail tcp-timeout
expect_others pass
expect_plan
expect_all_addresses 2 fail:tcp-timeout ssmmessages
expect_findings fail:tcp-timeout:ssmmessages
expect_advice tcp-timeout:ssmmessages 'security group'
