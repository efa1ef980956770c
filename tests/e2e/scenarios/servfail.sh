# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The resolver gets no usable answer for one name.

broken ecs-agent
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent fail dns-servfail
expect_others pass
expect_findings fail:dns-servfail:ecs-agent
expect_json 'endpoint("ecs-agent") | .addresses == [] and .dns.route53.status == "fail" and .dns.route53.code == "dns-servfail"'
