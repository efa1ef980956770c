# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoints stand in the VPC's second block, 100.64.0.0/16.

number=10
for service in "${SERVICES[@]}"; do
	[[ $service == ecr.layers ]] || answers "$service" "100.64.1.$number" "100.64.2.$number"
	also_serve "$service" "100.64.1.$number" "100.64.2.$number"
	number=$((number + 1))
done
lab_up
probe 4 --expect private
expect_healthy
expect_class vpc ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
