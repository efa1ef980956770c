# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The resolver needs 700 ms for three of eight names, which were asked again by then: it is slow, and drops nothing.

lab_up
dns_front ecs=slow700 ecr.api=slow700 logs=slow700
probe 10
expect_healthy
expect_json 'endpoint("ecs").dns.route53 | .us >= 700000 and .lost == 0'
