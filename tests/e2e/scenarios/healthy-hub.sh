# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Central endpoints in a hub VPC, and the operator says so.

for service in "${SERVICES[@]}"; do
	[[ $service == ecr.layers ]] || answers "$service" "${HUB[$service]}"
done
lab_up
probe 4 --allow-cidr 10.99.0.0/16 --expect private
expect_healthy
expect_class private ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
