# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An agent that knows no interface endpoints: a warning, and a failure where the private path is wanted. A version that
# cannot be read is no old one.

agent
agent_control version 'Amazon ECS Agent - v1.25.0 (*1a2b3c4d)'
lab_up
probe 5
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:agent-too-old:agent
expect_json '.agent.introspection.version == "1.25.0"'
probe 5 --expect private
expect_exit 1
expect_verdict unhealthy
expect_findings fail:agent-too-old:agent
for version in 'Amazon ECS Agent - v1.25.1 (*1a2b3c4d)' 'Amazon ECS Agent - vnext' 'something else' 0.0.0; do
	agent_control version "$version"
	probe 5
	expect_exit 0
	expect_verdict healthy
	expect_findings
done
