# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The name exists and has no address (as a DNS firewall answers).

answers ecs-agent
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent fail dns-nodata
expect_others pass
expect_findings fail:dns-nodata:ecs-agent
expect_json 'endpoint("ecs-agent") | .addresses == [] and .dns.route53.status == "fail" and .dns.route53.code == "dns-nodata"'
