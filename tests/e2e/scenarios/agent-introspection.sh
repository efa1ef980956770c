# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Port 51678 does not answer as an agent does: that is unknown, and not the same as not registered. A status is not what
# counts: the agent says 200 to everything.

agent
lab_up
for mode in hang garbage reset; do
	agent_control introspection "$mode"
	probe 3 -v
	expect_exit 0
	expect_verdict healthy
	expect_ended_within 3
	expect_findings
	expect_note agent-unknown agent
	expect_json '.agent.introspection.known == false'
	expect_json '.findings | all(.code != "agent-not-registered")'
	expect_printable
done
agent_control introspection error
probe 3
expect_healthy
agent_control introspection
agent_control early yes
agent_control register never
in_machine systemctl restart ecs.service
poll 15 agent_metadata
shifted 120 probe 3
expect_exit 0
expect_findings warn:agent-not-registered:agent warn:clock-skew:instance
expect_advice agent-not-registered:agent 'reports no container instance'
