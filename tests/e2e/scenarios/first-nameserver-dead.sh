# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The first of two nameservers is silent, the second is Route 53: everything works, after a wait.

nameservers "$CORPORATE_DNS" "${ROUTE53[0]}"
lab_up
no_dns "$CORPORATE_DNS"
probe 2
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:dns-timeout:system
expect_json '[.resolvers[].name] | sort == ["route53", "system"]'
expect_json 'all(.endpoints[]; .dns.system.code == "dns-timeout" and .dns.route53.status == "pass")'
