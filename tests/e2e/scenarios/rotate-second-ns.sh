# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# resolv.conf has "options rotate" and names Route 53 and the company's nameserver, which answers with public addresses:
# every other lookup of the agent leads out of the VPC.

nameservers "${ROUTE53[0]}" "$CORPORATE_DNS"
nat on
differ=(ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager)
for service in "${SERVICES[@]}"; do corporate "$service" "${PUBLIC[$service]}"; done
lab_up
echo 'options rotate timeout:1 attempts:2' >>/etc/resolv.conf
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoints warn resolver-set-differs -- "${differ[@]}"
expect_others pass
expect_findings "${differ[@]/#/warn:resolver-set-differs:}"
expect_advice resolver-set-differs:ecs '10\.0\.0\.53'
expect_json '.vantages | any(.dialler == "agent" and .options.rotate and .library == "go")'
probe 4 --expect private
expect_exit 1
expect_endpoint ecs fail resolver-set-differs

# The public way is closed: whoever is sent there fails.
nat_closed=(52.94.0.0/16)
drop "${nat_closed[@]}"
probe 5
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail resolver-set-differs

# Without the option the second is asked only when the first fails: told, and no failure.
sed -i /rotate/d /etc/resolv.conf
probe 5
expect_exit 0
expect_verdict degraded
expect_endpoint ecs warn resolver-set-differs
