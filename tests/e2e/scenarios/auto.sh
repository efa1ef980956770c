# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --profile auto with tasks of two accounts' images and awslogs: what they use is required, and all of it is private.

# shellcheck source=../tasks.sh
source "$E2E/tasks.sh"
agent
lab_up
others=444455556666.dkr.ecr.$SUFFIX
task_made ecs-web-1-web "${HOST[ecr.dkr]}/web:1" '{"LogConfig": {"Type": "awslogs", "Config": {"awslogs-group": "web", "awslogs-region": "us-east-1"}}}'
task_made ecs-web-1-side "$others/side:2"
task_made ecs-job-1-job docker.example/job:3
tasks_told web job
probe 5 --profile auto
expect_endpoint "$others" pass
expect_healthy
expect_planned ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers "$others" logs -secretsmanager
expect_note auto-profile instance
expect_advice auto-profile:instance '2 tasks, 3 containers: ECR images, awslogs; registries: '
expect_workload '.complete and .why == null and .tasks == 2 and .containers == 3 and .uses == ["ecr", "awslogs"]'
expect_workload ".registries | sort == [\"${HOST[ecr.dkr]}\", \"$others\"]"
expect_no_text report.json canary-5512
# The same in a list, which is what would be probed.
ecsprobe --profile auto --list -o json
expect_exit 0
same "required services of the list" "ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers logs $others" \
	"$(jq -r '[.endpoints[] | select(.required) | .service] | join(" ")' "$OUT/stdout")"
same "complaints of the list" '' "$(cat "$OUT/stderr")"
# The usual profile beside it says what it always says.
probe 5
expect_json '.workload == null'
# Without a right to ask Docker the images are still known, and what is not known is said.
as_nobody probe 5 --profile auto
expect_exit 0
expect_verdict degraded
expect_findings warn:auto-incomplete:instance
expect_advice auto-incomplete:instance "docker's socket needs root"
