# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The queries for three names of eight are lost however often they are sent.

lab_up
dns_front ecs-agent=silent ecr.api=silent logs=silent
probe 3
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail dns-timeout -- ecs-agent ecr.api logs
expect_others pass
expect_findings warn:dns-throttled:route53 fail:dns-timeout:{ecs-agent,ecr.api} warn:dns-timeout:logs
