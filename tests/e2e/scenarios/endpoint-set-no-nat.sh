# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Two of the three ECS endpoints were forgotten, and nothing leads to their public names: it is the set that is incomplete.

public ecs-agent ecs-telemetry
lab_up
probe 6
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail endpoint-set-incomplete -- ecs-agent ecs-telemetry
expect_others pass
expect_findings fail:endpoint-set-incomplete:{ecs-agent,ecs-telemetry}
expect_advice endpoint-set-incomplete:ecs-agent 'ecs vpc, ecs-agent public, ecs-telemetry public'
