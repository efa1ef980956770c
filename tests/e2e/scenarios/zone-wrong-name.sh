# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Central endpoints, whose hosted zones are called after the endpoint service, ecs-agent and ecs-telemetry, in place of
# ecs-a and ecs-t: the names that the agent asks for are public, first without a way there, then over a NAT gateway.

for service in ecs ecr.api ecr.dkr logs secretsmanager; do answers "$service" "${HUB[$service]}"; done
public ecs-agent ecs-telemetry
zone_line "ecs-agent.us-east-1.amazonaws.com. 60 IN A ${HUB[ecs-agent]%% *}"
zone_line "ecs-telemetry.us-east-1.amazonaws.com. 60 IN A ${HUB[ecs-telemetry]%% *}"
lab_up
drop "${PUBLIC[ecs-agent]}" "${PUBLIC[ecs-telemetry]}"
probe 6
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail zone-wrong-name -- ecs-agent ecs-telemetry
expect_others pass
expect_findings fail:zone-wrong-name:{ecs-agent,ecs-telemetry}
expect_advice zone-wrong-name:ecs-agent 'ecs-agent\.us-east-1\.amazonaws\.com.*ecs-a\.REGION'
restore
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoints warn zone-wrong-name -- ecs-agent ecs-telemetry
expect_others pass
