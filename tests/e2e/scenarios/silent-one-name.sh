# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The resolver says nothing about one name only: a finding about that name.

lab_up
dns_front ecs-agent=silent
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent fail dns-timeout
expect_others pass
expect_findings fail:dns-timeout:ecs-agent
