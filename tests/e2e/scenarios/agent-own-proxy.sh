# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# limit: 300 s
# Somebody's own unit gives the agent's container a proxy that no file names: the agent uses it, and so ecsprobe
# judges its endpoints through it.

source "$E2E/owner.sh"
proxied=(ecs ecs-agent ecs-telemetry ecr.api secretsmanager)
exempt=169.254.169.254,169.254.170.2,/var/run/docker.sock
stop=("ExecStop=$(command -v docker) stop ecs-agent" "ExecStopPost=$(command -v docker) rm ecs-agent")
proxy allow
agent_by_client
lab_up
no_agent
own_unit ecs-agent.service "ExecStart=$DOCKER run --name ecs-agent $AGENT_RUN $AGENT_DATA -e HTTP_PROXY=$PROXY_URL -e NO_PROXY=$exempt $AGENT_IMAGE" \
	"${stop[@]}" Restart=always RestartSec=10
probe 20 --timeout 15 --tls-timeout 8
expect_exit 0
expect_verdict degraded
expect_endpoint ecs warn proxied-control-plane
expect_class proxied "${proxied[@]}"
expect_class vpc ecr.dkr logs
# Without it the agent goes directly again.
no_unit ecs-agent.service
own_unit ecs-agent.service "ExecStart=$DOCKER run --name ecs-agent $AGENT_RUN $AGENT_DATA $AGENT_IMAGE" "${stop[@]}" Restart=always RestartSec=10
probe 20 --timeout 15 --tls-timeout 8
expect_exit 0
expect_others pass
expect_class vpc "${proxied[@]}"
