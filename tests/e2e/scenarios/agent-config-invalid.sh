# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecs.config.json is none: the agent that runs does not mind, the next one would not start.

agent
lab_up
for text in '{"Cluster": "default",}' '{"Cluster": 7}' '[]' '{'; do
	echo "$text" >/etc/ecs/ecs.config.json
	probe 5
	expect_exit 1
	expect_verdict unhealthy
	expect_others pass
	expect_findings fail:agent-config-invalid:agent warn:agent-stale-config:agent
done
# It was there before this start.
in_machine touch -d '2020-01-01' /etc/ecs/ecs.config.json
probe 5
expect_findings fail:agent-config-invalid:agent
