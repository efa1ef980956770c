# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Agents that should not be trusted with a restart, of docker or of their own; those before and after them are fine.

agent
lab_up
while read -r version words; do
	agent_control version "Amazon ECS Agent - v$version (*1a2b3c4d)"
	probe 5
	expect_exit 0
	expect_verdict "$([[ $words ]] && echo degraded || echo healthy)"
	# shellcheck disable=SC2086
	expect_findings ${words:+warn:agent-known-bad:agent}
	[[ ! $words ]] || expect_advice agent-known-bad:agent "$words"
done <<'EOT'
1.44.3 loses its state
1.44.4
1.85.0 a restart of docker
1.86.0 a restart of docker
1.86.1
EOT
