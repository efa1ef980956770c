# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent's file has no state in it: it comes back as another container instance, and its tasks belong to nobody. 10.

agent
lab_up
before=$(agent_metadata | jq -r .ContainerInstanceArn)
: >/var/lib/ecs/data/agent.db
remember_agent
always --ready-timeout 8
expect_exit 10
expect_action restart-unit asked not-ready
expect_detail "registered as another container instance, arn:aws:ecs:"
expect_finding fail:agent-not-ready
expect_agent_restarted
expect_agent_running
[[ $(agent_metadata | jq -r .ContainerInstanceArn) != "$before" ]] || fail "it is the same"
