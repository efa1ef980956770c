# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The name does not exist, says a resolver that shows no zone for it, as a DNS firewall does.

unbound_line "local-zone: \"${HOST[ecs-agent]}.\" always_nxdomain"
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent fail dns-nxdomain
expect_others pass
expect_findings fail:dns-nxdomain:ecs-agent
expect_json 'endpoint("ecs-agent") | .addresses == [] and .dns.route53.status == "fail" and .dns.route53.code == "dns-nxdomain"'
