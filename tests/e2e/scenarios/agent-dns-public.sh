# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# OPTIONS of dockerd hand the agent a company's nameserver that answers with public addresses, while the host asks Route 53:
# the agent's traffic leaves the VPC, and no restart moves it as long as the same nameserver is handed out.

agent
nat on
for service in "${SERVICES[@]}"; do corporate "$service" "${PUBLIC[$service]}"; done
agent_control numbered yes
lab_up
docker_hands_out options 10.0.0.53
wait_agent_registered 30
probe 5
expect_exit 0
expect_verdict degraded
expect_endpoint ecs warn agent-resolver-mismatch
expect_class public ecs ecs-agent
expect_class vpc ecr.dkr
expect_advice agent-resolver-mismatch:ecs-agent '10\.0\.0\.53, from /etc/sysconfig/docker:2\) returns the public'
expect_no_finding agent-stale-path
expect_no_finding agent-stale-resolver
remember_agent
if_stale
expect_idle nothing-stale
probe 5 --expect private
expect_exit 1
expect_endpoint ecs fail agent-resolver-mismatch
# Once that is corrected and docker is started again, the agent is given the host's.
rm /etc/sysconfig/docker
agent_control numbered
restart_docker
wait_agent_registered 30
expect_agent_peer ecs-agent private
probe 5
expect_exit 0
expect_verdict healthy
expect_no_finding agent-resolver-mismatch
