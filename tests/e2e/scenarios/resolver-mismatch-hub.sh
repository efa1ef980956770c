# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The company's nameserver answers the interface endpoints of a hub VPC; Route 53, which this host
# does not use, answers dead public addresses. The host is well served: nothing but notes.

nameservers "$CORPORATE_DNS"
for service in "${SERVICES[@]}"; do
	answers "$service" "${PUBLIC[$service]}"
	[[ $service == ecr.layers ]] || corporate "$service" "${HUB[$service]}"
done
lab_up
probe 2
expect_healthy
expect_class private ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
expect_addresses ecs 10.99.1.10=pass 10.99.2.10=pass \
	52.94.1.10=fail:tcp-timeout:unjudged 52.94.2.10=fail:tcp-timeout:unjudged
expect_note resolver-mismatch ecs
