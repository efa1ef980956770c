# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Only logs is checked: whether ecs, ecs-agent and ecs-telemetry work is not known, and unknown is not fine.

agent
lab_up
remember_agent
always --service logs
expect_refused endpoints-unknown 1
expect_detail 'ecs was not checked, ecs-agent was not checked, ecs-telemetry was not checked'
always --service logs --force
expect_restarted asked
expect_json .action.forced
