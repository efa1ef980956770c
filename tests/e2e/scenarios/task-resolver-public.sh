# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A task in Docker's bridge network, on a host whose resolv.conf names only this host itself: Docker gives it 8.8.8.8, which
# is named and not asked.

# shellcheck source=../tasks.sh
source "$E2E/tasks.sh"
stub_resolver "${ROUTE53[0]}"
services ssmmessages
agent
lab_up
echo >/run/systemd/resolve/resolv.conf
mkdir -p /var/lib/ecs/deps/execute-command/bin
task_made ecs-web-1-web docker.example/web:1 '{"NetworkMode": "bridge",
	"Binds": ["/var/lib/ecs/deps/execute-command/bin:/ecs-execute-command-1:ro"]}'
tasks_told web
probe 5 --profile auto
expect_exit 0
expect_advice task-resolver-public:task '8\.8\.8\.8, 8\.8\.4\.4 \(from Docker.s own default\)'
expect_json 'all(.resolvers[]; .address | startswith("8.8") | not)'
docker_api DELETE /containers/ecs-web-1-web
task_made ecs-web-1-web docker.example/web:1 '{"NetworkMode": "none"}'
probe 5 --profile auto
expect_exit 0
expect_no_finding task-resolver-public
