# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent says of itself what would write over a terminal, or says it at length.

agent
lab_up
while read -r key value; do
	agent_control cluster default
	agent_control version
	agent_control "$key" "$(printf '%b' "$value")"
	probe 3 -vv
	expect_exit 0
	expect_verdict healthy
	expect_findings
	expect_printable
	expect_note agent-unknown agent
done <<'EOT'
cluster \033[2Jred
cluster \\u001b[2Jred
cluster \\u0000
cluster two words
version Amazon ECS Agent - v1.0.0\\u001b[2J
version \377\376
EOT
agent_control cluster default
agent_control version "Amazon ECS Agent - v1.25.0$(head -c 120 /dev/zero | tr '\0' x)"
probe 3 -vv
expect_healthy
expect_printable
