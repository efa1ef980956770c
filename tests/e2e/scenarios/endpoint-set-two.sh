# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Only ecs-agent is private: one finding, about the first of the two that are missing.

nat on
answers ecs "${PUBLIC[ecs]}"
answers ecs-telemetry "${PUBLIC[ecs-telemetry]}"
lab_up
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoints warn endpoint-set-incomplete -- ecs ecs-telemetry
expect_others pass
expect_findings warn:endpoint-set-incomplete:ecs-telemetry
