# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The tasks log to an endpoint's own name (aws-cdk#30877, containers-roadmap#73) and the Regional one is public and blocked:
# only what is used counts, unless somebody asks for the other too.

# shellcheck source=../tasks.sh
source "$E2E/tasks.sh"
agent
public logs
own=vpce-0a1b2c3d4e5f67890-abcdefgh.logs.us-east-1.vpce.amazonaws.com
zone_line "$own. 60 IN A ${PRIVATE[logs]%% *}"
lab_up
task_made ecs-web-1-web "${HOST[ecr.dkr]}/web:1" '{"LogConfig": {"Type": "awslogs", "Config": {"awslogs-group": "/ecs/web",
	"awslogs-region": "us-east-1", "awslogs-endpoint": "https://'"$own"'"}}}'
tasks_told web
probe 6 --profile auto --strict
expect_exit 0
expect_verdict healthy
expect_findings
expect_note name-not-used logs
expect_endpoint logs skip name-not-used
expect_endpoint "$own" pass
expect_json ".endpoints | map(select(.service == \"logs\" or .service == \"$own\") | .required) == [false, true]"
probe 6 --profile auto --require logs
expect_exit 1
expect_endpoint logs fail tcp-timeout
probe 6 --profile auto,ecs
expect_exit 0
expect_verdict degraded
expect_endpoint logs fail tcp-timeout
# One that uses it says so.
task_made ecs-web-2-web "${HOST[ecr.dkr]}/web:1" '{"LogConfig": {"Type": "awslogs", "Config": {"awslogs-group": "/ecs/web"}}}'
tasks_told web
probe 6 --profile auto
expect_exit 1
expect_endpoint logs fail tcp-timeout
