# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent's container was started without the host's network: the endpoints that ecsprobe reaches are not what the agent
# reaches, and a refused port on the host does not say that it has not registered.

source "$E2E/owner.sh"
agent_by_client
lab_up
no_agent
agent_control register never
write_unit agent.service "ExecStart=$DOCKER run --name ecs-agent ${AGENT_RUN/--net=host/--net=none} $AGENT_DATA $AGENT_IMAGE" \
	"ExecStopPost=$DOCKER rm -f ecs-agent" Restart=always RestartSec=10
in_machine systemctl start agent.service
agent_container_runs() {
	[[ $(docker_api GET /containers/ecs-agent/json | jq .State.Running) == true ]]
}
poll 20 agent_container_runs
probe 5
expect_finding warn:agent-unknown
expect_advice agent-unknown:agent 'from another network namespace'
expect_json '.findings | all(.code != "agent-not-registered")'
always
expect_exit 1
expect_action defer endpoints-unknown
expect_detail 'another network namespace'
expect_no_history
