# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# dockerd has an HTTP proxy and a NO_PROXY without 169.254.170.2: its awslogs driver asks the proxy for a task's
# credentials, and the container does not start.

# shellcheck source=../tasks.sh
source "$E2E/tasks.sh"
creds=169.254.170.2
agent
proxy allow
lab_up
dockerd_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,.amazonaws.com'
restart_docker
wait_agent_registered 30
probe 5
expect_exit 0
expect_verdict degraded
expect_findings warn:no-proxy-incomplete:dockerd
expect_advice no-proxy-incomplete:dockerd "lacks $creds"
expect_advice no-proxy-incomplete:dockerd 'awslogs'
# Nothing uses the driver: it will be needed when something does.
probe 5 --profile auto
expect_exit 0
expect_findings
expect_note no-proxy-incomplete dockerd
# Something does: what docker then asks is what the proxy is asked.
task_made ecs-web-1-web docker.example/web:1 '{"LogConfig": {"Type": "awslogs", "Config": {"awslogs-group": "web",
	"awslogs-region": "us-east-1", "awslogs-stream": "s", "awslogs-credentials-endpoint": "/v2/credentials/0b1c"}}}'
docker_curl POST /containers/ecs-web-1-web/start '' -m 25 >"$OUT/started"
expect_text started 'message'
expect_text ../log/tinyproxy "$creds"
probe 5 --profile auto
expect_exit 1
expect_verdict unhealthy
expect_findings fail:no-proxy-incomplete:dockerd
# A block that holds the address is as good.
dockerd_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.0.0/16,.amazonaws.com'
restart_docker
wait_agent_registered 30
probe 5 --profile auto
expect_exit 0
expect_findings
# So is no proxy for plain http, which is what the credentials are asked by.
dockerd_proxy "HTTPS_PROXY=$PROXY_URL" 'NO_PROXY=.amazonaws.com'
restart_docker
wait_agent_registered 30
probe 5 --profile auto
expect_exit 0
expect_findings
