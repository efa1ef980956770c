# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Everything public and reachable, where --expect private forbids it. S3 is public by nature.

nat on
for service in "${SERVICES[@]}"; do answers "$service" "${PUBLIC[$service]}"; done
lab_up
probe 4 --expect private
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail public-address -- ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
expect_others pass
expect_findings fail:public-address:{ecs,ecs-agent,ecs-telemetry,ecr.api,ecr.dkr} \
	warn:public-address:{logs,secretsmanager}
