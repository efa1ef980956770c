# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecs, ecs-a and ecs-t share their addresses, and the agent's log is quiet: a connection there can be any of them, so nothing
# is proven, and nothing has failed. With its log it is proven.

agent
for service in ecs-agent ecs-telemetry; do
	also_serve "$service" "${PRIVATE[ecs]}"
	answers "$service" "${PRIVATE[ecs]}"
done
agent_control log quiet
lab_up
remember_agent
always
expect_exit 0
expect_action restart-unit asked restart-unproven
expect_detail 'other services share the addresses that it is connected to'
expect_finding warn:agent-connection-unproven
expect_agent_restarted
expect_agent_running
agent_control log
remember_agent
always --force
expect_restarted asked
