# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent ends with 5, as after a change of cluster: Amazon Linux leaves it at that.

agent unready
agent_control exit 5
agent_control last_words "Data mismatch; saved cluster 'a' does not match configured cluster 'b'."
lab_up
poll 20 unit_is ecs.service 'failed failed'
probe 5
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:agent-failed-terminal:agent
expect_json '.agent.unit | .main_code == "exited" and .main_status == 5'
expect_advice agent-failed-terminal:agent 'with code 5'
# The reason is in its log, which the report quotes.
expect_advice agent-failed-terminal:agent 'Restore the old ECS_CLUSTER'
expect_json 'first(.findings[] | select(.code == "agent-failed-terminal")).evidence == [{"file": "/var/log/ecs/ecs-agent.log", "line": null,
	"text": "Data mismatch; saved cluster '"'a'"' does not match configured cluster '"'b'"'."}]'
