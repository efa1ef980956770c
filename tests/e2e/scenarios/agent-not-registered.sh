# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent runs and never registers. Moments after its start that is no news, later it is; the other clock is also
# seen to be ahead of the metadata service's.

agent unready
agent_control register never
lab_up
poll 20 unit_is ecs.service 'active running'
poll 20 container_is running
probe 5 -v
expect_healthy
expect_note agent-not-registered agent
shifted 120 probe 5
expect_exit 0
expect_verdict degraded
expect_findings warn:agent-not-registered:agent warn:clock-skew:instance
expect_advice agent-not-registered:agent 'nothing listens on port 51678'
