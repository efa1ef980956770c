# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A task's image comes from another account, for whose registry a private zone has an address of nobody; another's from
# a Region whose names do not exist here.

# shellcheck source=../tasks.sh
source "$E2E/tasks.sh"
agent
others=444455556666.dkr.ecr.$SUFFIX
away=eu-west-1
zone_line "$others. 60 IN A 10.0.3.99"
lab_up
task_made ecs-web-1-web "$others/web:1"
tasks_told web
probe 2 --profile auto
expect_exit 1
expect_verdict unhealthy
expect_json ".endpoints[] | select(.service == \"$others\") | .required and .status == \"fail\" and .dialled_by == \"dockerd\""
expect_json "[.findings[] | select(.severity == \"fail\") | .subject] == [\"$others\"]"
expect_json '.workload.complete'
probe 5
expect_healthy
# Another Region: the registry, the token for it and its layers.
docker_api DELETE /containers/ecs-web-1-web
task_made ecs-web-2-web "444455556666.dkr.ecr.$away.amazonaws.com/web:1"
probe 5 --profile auto
expect_exit 1
expect_planned ecs ecs-agent ecs-telemetry -ecr.api -ecr.dkr -ecr.layers -logs -secretsmanager \
	"444455556666.dkr.ecr.$away.amazonaws.com" "api.ecr.$away.amazonaws.com" \
	"prod-$away-starport-layer-bucket.s3.$away.amazonaws.com"
expect_json "[.findings[] | select(.severity == \"fail\") | .subject] | index(\"444455556666.dkr.ecr.$away.amazonaws.com\") != null"
