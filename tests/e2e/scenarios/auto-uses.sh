# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --profile auto without tasks needs ECS alone; ECS Exec and logs of another Region add what they need.

# shellcheck source=../tasks.sh
source "$E2E/tasks.sh"
no_name ecr.api
agent
lab_up
probe 5 --profile auto
expect_exit 0
expect_verdict degraded
expect_planned ecs ecs-agent ecs-telemetry -ecr.api -ecr.dkr -ecr.layers -logs -secretsmanager
expect_endpoint ecr.api fail zone-shadows-name
expect_workload '.complete and .tasks == 0 and .containers == 0 and .uses == []'
expect_advice auto-profile:instance '0 tasks, 0 containers: no AWS service except ECS itself'
# The same is no trifle where an image is of that registry.
task_made ecs-web-1-web "${HOST[ecr.dkr]}/web:1"
probe 5 --profile auto
expect_exit 1
expect_endpoint ecr.api fail zone-shadows-name
docker_api DELETE /containers/ecs-web-1-web
mkdir -p /var/lib/ecs/deps/execute-command/bin
task_made ecs-web-2-web docker.example/web:1 '{"Binds": ["/var/lib/ecs/deps/execute-command/bin:/ecs-execute-command-1:ro"],
	"LogConfig": {"Type": "awslogs", "Config": {"awslogs-group": "web", "awslogs-region": "eu-west-1"}}}'
tasks_told web
probe 5 --profile auto
expect_exit 1
expect_planned ecs ecs-agent ecs-telemetry -ecr.api -ecr.dkr -ecr.layers -logs -secretsmanager ssmmessages -kms -s3 \
	logs.eu-west-1.amazonaws.com
expect_workload '.uses == ["awslogs", "exec"] and .log_regions == ["eu-west-1"]'
expect_endpoint ssmmessages fail zone-shadows-name
expect_endpoint logs.eu-west-1.amazonaws.com fail zone-shadows-name
