# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --profile auto where Docker or the agent cannot be asked, or says nonsense: everything of ecs is checked, and that is
# said; never is something in use taken for not needed.

# shellcheck source=../tasks.sh
source "$E2E/tasks.sh"
agent
lab_up

# incomplete REGEX: why.
incomplete() {
	probe 5 --profile auto
	expect_exit 0
	expect_verdict degraded
	expect_planned ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers -logs -secretsmanager
	expect_json '.findings | any(.code == "auto-incomplete" and .severity == "warn")'
	expect_advice auto-incomplete:instance "$1"
	expect_workload '.complete | not'
}
agent_control tasks '{"AvailableCommands":["/v1/tasks"]}'
incomplete 'introspection \(port 51678\) does not list its tasks'
agent_control tasks
agent_control introspection hang
incomplete 'introspection \(port 51678\) did not answer in time'
agent_control introspection
hang docker.service
incomplete 'docker did not answer in time'
expect_ended_within 5
ecsprobe --profile auto --list
expect_exit 0
expect_text stderr 'the whole ecs profile is listed'
in_machine kill -CONT "$(unit_property docker.service MainPID)"
probe 5 --profile auto
expect_healthy
# No Docker and no agent: a machine of some other kind.
outside probe 5 --profile auto
expect_exit 0
expect_json '.findings | any(.code == "auto-incomplete")'
