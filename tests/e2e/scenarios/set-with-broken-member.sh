# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Of the agent's endpoints only ecs is private; ecs-agent and ecs-telemetry are public, and ecs-agent refuses. Each of
# the two is told of, by itself or by what it has in common with the other.

nat on
answers ecs-agent "${PUBLIC[ecs-agent]}"
answers ecs-telemetry "${PUBLIC[ecs-telemetry]}"
lab_up
refuse ecs-agent
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent fail tcp-refused
expect_endpoint ecs-telemetry warn endpoint-set-incomplete
expect_others pass
expect_class public ecs-agent ecs-telemetry
expect_findings fail:tcp-refused:ecs-agent warn:endpoint-set-incomplete:ecs-telemetry
