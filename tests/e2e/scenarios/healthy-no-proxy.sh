# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Every dialler has a proxy, which is dead, and exceptions that cover every AWS name: nobody uses it.

proxy absent
lab_up
dockerd_proxy "HTTPS_PROXY=$PROXY_URL" "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=localhost,169.254.169.254,169.254.170.2,.amazonaws.com'
ecs_init_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,/var/run/docker.sock,.amazonaws.com'
for exceptions in .amazonaws.com us-east-1.amazonaws.com '*.amazonaws.com' '*' amazonaws.com:443 \
	"${HOST[ecs]},${HOST[ecs-agent]},${HOST[ecs-telemetry]},${HOST[ecr.api]}, ${HOST[secretsmanager]}"; do
	: >/etc/ecs/ecs.config
	agent_proxy "HTTP_PROXY=$PROXY_URL" "NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock,$exceptions"
	probe 4 --expect private
	expect_healthy
	expect_class vpc ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
done
: >/etc/ecs/ecs.config
agent_proxy "http_proxy=$PROXY_URL" 'no_proxy=169.254.169.254,169.254.170.2,/var/run/docker.sock,.amazonaws.com'
probe 4 --expect private
expect_healthy
