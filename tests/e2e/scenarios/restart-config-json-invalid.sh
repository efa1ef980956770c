# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecs.config.json was damaged after the start: the next start of the agent would end at once.

agent
lab_up
echo '{"Cluster": "default", canary-json-5' >/etc/ecs/ecs.config.json
remember_agent
for mode in if_stale always 'always --force'; do
	$mode
	# The report is unhealthy for the agent's sake, and 1 is said before 75.
	expect_refused config-json-invalid 1
	expect_finding fail:agent-config-invalid
	expect_secret canary
done
expect_by_hand 'fix /etc/ecs/ecs.config.json, then sudo ecsprobe --restart-agent'
