# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# In every endpoint the address of one subnet is dead: that subnet's NACL or route.

lab_up
drop 10.0.2.0/24
probe 2
halved=(ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager)
expect_exit 0
expect_endpoints warn partial-addresses -- "${halved[@]}"
expect_others pass
expect_findings "${halved[@]/#/warn:partial-addresses:}"
expect_advice partial-addresses:ecs 'subnet'
expect_advice partial-addresses:ecs 'NACL|network ACL'
