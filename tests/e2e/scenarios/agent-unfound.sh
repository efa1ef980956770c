# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Somebody's own unit runs the agent in a container of another name: it answers on its port, and ecsprobe finds neither its
# unit nor its container. That is no absent agent, and nobody restarts it or starts a second one.

source "$E2E/owner.sh"
agent_by_client
lab_up
no_agent
write_unit amazon-ecs-agent.service "ExecStart=$DOCKER run --name amazon-ecs-agent $AGENT_RUN $AGENT_DATA $AGENT_IMAGE" \
	"ExecStop=$DOCKER stop amazon-ecs-agent" "ExecStopPost=$DOCKER rm amazon-ecs-agent" Restart=always RestartSec=10
in_machine systemctl start amazon-ecs-agent.service
wait_agent_registered 20
for options in '' --require-agent; do
	# shellcheck disable=SC2086
	probe 5 $options
	expect_exit 0
	expect_findings
	expect_note agent-unknown agent
	expect_json '.agent | .runs_as == "unknown" and .introspection.known'
	expect_json '.findings | all(.code != "agent-absent")'
	expect_text report.txt 'an agent answers on 127.0.0.1:51678'
done
for mode in if_stale always 'always --force'; do
	$mode
	expect_action defer status-unknown
	expect_detail 'an agent answers on 127.0.0.1:51678'
done
expect_no_history
same 'state of the unit' active "$(in_machine systemctl is-active amazon-ecs-agent.service)"
