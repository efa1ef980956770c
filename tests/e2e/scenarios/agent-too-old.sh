# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Agents that know no interface endpoints, and agents that should not be trusted with a restart.

agent
lab_up
while read -r version code; do
	agent_control version "Amazon ECS Agent - v$version (*1a2b3c4d)"
	probe 5
	expect_exit 0
	expect_verdict "$([[ $code ]] && echo degraded || echo healthy)"
	expect_others pass
	# shellcheck disable=SC2086
	expect_findings ${code:+warn:$code:agent}
	expect_json '.agent.introspection.version == $ARGS.positional[0]' "$version"
done <<'EOT'
1.25.0 agent-too-old
1.25.1
1.44.3 agent-known-bad
1.86.0 agent-known-bad
1.86.1
EOT
agent_control version 'Amazon ECS Agent - v1.25.0 (*1a2b3c4d)'
probe 5 --expect private
expect_exit 1
expect_findings fail:agent-too-old:agent
# No version, or none that can be read, is no old one.
for version in 'Amazon ECS Agent - vnext' 'something else' '0.0.0'; do
	agent_control version "$version"
	probe 5
	expect_healthy
done
expect_json '.findings | all(.code | IN("agent-too-old", "agent-known-bad") | not)'
