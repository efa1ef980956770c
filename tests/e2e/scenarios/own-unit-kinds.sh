# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2015
# A container whose docker client runs in a unit of somebody's own is that unit's, whatever the unit is called: Docker's
# own restart would end the client, the unit with it, and its ExecStop the container. The unit is restarted.
source "$E2E/owner.sh"

agent_by_client
endpoints_missing
lab_up
no_agent
RM="ExecStartPre=-$DOCKER rm -f ecs-agent"
RUN="$DOCKER run --name ecs-agent $AGENT_RUN $AGENT_DATA $AGENT_IMAGE"
STOP="ExecStop=$DOCKER stop ecs-agent"

# restarted_as REASON: the last probe restarted the unit, says so, and the agent is as good as before.
restarted_as() {
	expect_restarted "$1"
	expect_owner unit "$AGENT_UNIT"
	same target "$AGENT_UNIT" "$(from_report .action.target)"
	expect_json '.agent.runs_as == "unit" and .agent.owner.own and .agent.owner.fault == null'
	expect_words report.txt "restart done: $AGENT_UNIT restarted in [0-9.]+ s"
	same "restarts by Docker" 0 "$(docker_events restart)"
	sleep 1
	expect_agent_running
}

# A stale path, as a timer finds it.
own_unit container-agent.service Restart=on-failure RestartPreventExitStatus=5 "$RM" "ExecStart=$RUN" "$STOP"
expect_agent_peer ecs-agent-1 public
endpoints_created
remember_agent
if_stale --dry-run
expect_exit 0
expect_action restart-unit stale
same target container-agent.service "$(from_report .action.target)"
expect_agent_untouched
if_stale
restarted_as stale
expect_agent_peer ecs-agent private
same "restarts by systemd" 0 "$(unit_property "$AGENT_UNIT" NRestarts)"
expect_history restarted
same "entries about the unit" "$AGENT_UNIT" "$(journal -o json SYSLOG_IDENTIFIER=ecsprobe | jq -r 'select(.ECSPROBE_RESULT == "restarted") | .ECSPROBE_TARGET')"
# Just now it was restarted, by the unit's own account too.
rm -r "${HISTORY%/*}"
remember_agent
always
expect_refused cool-down 75
no_unit "$AGENT_UNIT"

own_unit ecs-agent.service Restart=always RestartSec=2 "$RM" "ExecStart=$RUN" "$STOP"
remember_agent
sed -i s/ECS_LOGLEVEL=info/ECS_LOGLEVEL=debug/ /etc/ecs/ecs.config
if_stale
restarted_as stale
agent_env | grep -qx ECS_LOGLEVEL=debug || fail "the container does not have the new value"
no_unit "$AGENT_UNIT"

# A unit's Restart= is "no" without one.
own_unit my-agent.service "ExecStart=/bin/sh -c 'exec $DOCKER run --rm --name=ecs-agent $AGENT_RUN $AGENT_DATA $AGENT_IMAGE'" "$STOP"
remember_agent
always
restarted_as asked
no_unit "$AGENT_UNIT"

docker_api POST '/containers/create?name=ecs-agent' "$(jq -nc --arg image "$AGENT_IMAGE" '{Image: $image,
	Env: ["ECS_CLUSTER=prod", "ECS_LOGLEVEL=info", "ECS_LOGFILE=/log/ecs-agent.log", "ECS_DATADIR=/data"],
	HostConfig: {NetworkMode: "host", Binds: ["/var/run:/var/run", "/var/log/ecs:/log", "/var/lib/ecs/data:/data"]}}')" >/dev/null
sed -i s/ECS_LOGLEVEL=debug/ECS_LOGLEVEL=info/ /etc/ecs/ecs.config
own_unit started.service "ExecStart=$DOCKER start -a ecs-agent" "$STOP"
remember_agent
always
restarted_as asked
# It keeps its environment, whoever starts it.
rm -rf "${HISTORY%/*}"
sed -i s/ECS_LOGLEVEL=info/ECS_LOGLEVEL=debug/ /etc/ecs/ecs.config
remember_agent
always --cool-down 0
expect_refused container-must-be-recreated 75
expect_advice agent-stale-config:agent 'starts the same container each time'
# Stopped and not enabled: systemd does not have it in memory any more, and its file names the container.
in_machine systemctl stop started
if_stale
expect_exit 0
expect_action none stopped-on-purpose
expect_by_hand 'sudo systemctl start started'
no_unit "$AGENT_UNIT"

own_unit detached.service Type=oneshot RemainAfterExit=yes "$RM" "ExecStart=$DOCKER run -d --name ecs-agent $AGENT_RUN $AGENT_DATA $AGENT_IMAGE" "$STOP"
same "its state" 'active exited' "$(unit_state "$AGENT_UNIT")"
remember_agent
always
expect_exit 0
expect_action restart-unit asked restarted
expect_owner unit "$AGENT_UNIT"
expect_agent_restarted
sleep 1
expect_unit "$AGENT_UNIT" 'active exited'
expect_agent_state running
same "restarts by Docker" 0 "$(docker_events restart)"
