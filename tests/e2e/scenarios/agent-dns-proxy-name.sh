# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent's proxy has a name that the host's nameservers know, and those that Docker gave the agent do not: the agent finds
# no proxy, although the way through it works from here.

agent unready
proxy allow
corporate_alone
for service in "${SERVICES[@]}"; do corporate "$service" "${PRIVATE[$service]}"; done
machine_config "HTTP_PROXY=http://$PROXY_HOST:3128" NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock
lab_up
probe 6 --expect any
expect_exit 0
docker_hands_out daemon.json 10.0.0.53
poll 20 container_is running
probe 6 --expect any
expect_exit 1
expect_endpoint ecs fail agent-resolver-mismatch
expect_endpoint ecr.dkr pass
expect_advice agent-resolver-mismatch:ecs "have no address for its proxy http://$PROXY_HOST:3128"
