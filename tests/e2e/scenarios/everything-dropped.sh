# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Every packet vanishes: DNS, IMDS, endpoints. The total deadline holds all the same.

lab_up
drop_everything
probe 2 --region us-east-1 --account 111122223333 --vpc-cidr 10.0.0.0/16
expect_exit 1
expect_verdict unhealthy
expect_others fail dns-timeout
expect_findings warn:imds-unreachable:instance fail:dns-timeout:route53
expect_duration_within 2.1
expect_ended_within 2.1
