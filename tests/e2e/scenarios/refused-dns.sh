# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The resolver refuses one name.

unbound_line "local-zone: \"${HOST[ecs-agent]}.\" refuse"
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent fail dns-refused
expect_others pass
expect_findings fail:dns-refused:ecs-agent
expect_json 'endpoint("ecs-agent") | .addresses == [] and .dns.route53.status == "fail" and .dns.route53.code == "dns-refused"'
