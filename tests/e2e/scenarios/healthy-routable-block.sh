# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The VPC has a block of publicly routable addresses, and the endpoints stand in it.

vpc_blocks 10.0.0.0/16 198.51.0.0/18 11.5.0.0/16
number=10
for service in "${SERVICES[@]}"; do
	[[ $service == ecr.layers ]] || answers "$service" "11.5.1.$number" "11.5.2.$number"
	also_serve "$service" "11.5.1.$number" "11.5.2.$number"
	number=$((number + 1))
done
lab_up
probe 4 --expect private
expect_healthy
expect_class vpc ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
