# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The resolver needs 300 ms for one name: well inside the budget.

lab_up
dns_front ecs=slow300
probe 4
expect_healthy
expect_json 'endpoint("ecs").dns.route53.us >= 300000'
expect_duration_within 1.5
