# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The network ACL of the other zone's subnet eats everything: every interface endpoint has one dead address.

lab_up
drop 10.0.2.0/24
probe 2
halved=(ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager)
expect_exit 0
expect_verdict degraded
expect_endpoints warn partial-addresses -- "${halved[@]}"
expect_others pass
expect_addresses ecs 10.0.1.10=pass 10.0.2.10=fail:tcp-timeout
expect_findings "${halved[@]/#/warn:partial-addresses:}"
