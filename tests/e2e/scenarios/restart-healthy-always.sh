# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No fault: by hand over SSH the agent is restarted all the same, as the same container instance.

agent
lab_up
arn=$(agent_metadata | jq -r .ContainerInstanceArn)
remember_agent
always
expect_restarted asked
expect_verdict healthy
same "container instance" "$arn" "$(agent_metadata | jq -r .ContainerInstanceArn)"
expect_words report.txt 'restart done: ecs.service restarted in [0-9.]+ s, the same container instance'
expect_words stderr 'restart-unit of ecs.service: you asked for a restart'
expect_history restarted
