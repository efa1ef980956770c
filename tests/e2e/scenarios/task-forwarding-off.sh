# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Something resets ip_forward after dockerd has set it: this host reaches every endpoint, and a task in Docker's bridge
# network reaches none.

# shellcheck source=../tasks.sh
source "$E2E/tasks.sh"
agent
lab_up
echo 1 >/proc/sys/net/ipv4/ip_forward
task_made ecs-web-1-web docker.example/web:1 '{"NetworkMode": "bridge"}'
tasks_told web
probe 5 --profile auto
expect_no_finding task-forwarding-off
expect_json '.agent.task_endpoint.ip_forward == true'
echo 0 >/proc/sys/net/ipv4/ip_forward
probe 5 --profile auto
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:task-forwarding-off:task
expect_advice task-forwarding-off:task 'sysctl -w net.ipv4.ip_forward=1'
expect_json '.agent.task_endpoint.ip_forward == false'

# Without a task in that network, nobody needs it: the host forwards nothing of its own.
docker_api DELETE /containers/ecs-web-1-web
task_made ecs-web-1-web docker.example/web:1 '{"NetworkMode": "host"}'
probe 5 --profile auto
expect_exit 0
expect_no_finding task-forwarding-off
