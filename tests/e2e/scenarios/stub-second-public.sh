# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# systemd-resolved's stub has Route 53 and 8.8.8.8 to ask: it goes to the next when one fails, and stays there. What a
# public nameserver would say is not asked.  The company's, which is private, is.

stub_resolver "${ROUTE53[0]}"
nat on
for service in ecs ecs-agent; do corporate "$service" "${PUBLIC[$service]}"; done
lab_up
uplinks() { printf 'nameserver %s\n' "$@" >/run/systemd/resolve/resolv.conf; }
uplinks "${ROUTE53[0]}"
probe 3
expect_healthy
uplinks "${ROUTE53[0]}" 8.8.8.8
probe 3
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:resolver-set-differs:system
expect_advice resolver-set-differs:system '8\.8\.8\.8'
expect_json 'all(.resolvers[]; .address != "8.8.8.8")'
uplinks "${ROUTE53[0]}" "$CORPORATE_DNS"
probe 3
expect_exit 0
expect_verdict degraded
expect_endpoints warn resolver-set-differs -- ecs ecs-agent
expect_advice resolver-set-differs:ecs '10\.0\.0\.53'
