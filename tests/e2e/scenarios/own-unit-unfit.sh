# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A unit of somebody's own whose restart would not bring the agent back, or not as the same container instance: nothing
# is done, --force or not, and what is known to help is said.
source "$E2E/owner.sh"

agent_by_client
lab_up
no_agent
RM="ExecStartPre=-$DOCKER rm -f ecs-agent"
RUN="$DOCKER run --name ecs-agent $AGENT_RUN $AGENT_DATA $AGENT_IMAGE"
STOP="ExecStop=$DOCKER stop ecs-agent"

# refused_as REASON DETAIL COMMAND: whatever is asked for.
refused_as() {
	local mode
	for mode in always 'always --force' 'always --dry-run'; do
		remember_agent
		$mode
		expect_refused "$1" 75
		expect_owner unit "$AGENT_UNIT"
		expect_detail "$2"
		expect_by_hand "$3"
	done
	expect_no_history
	no_unit "$AGENT_UNIT"
}

own_unit taken.service Restart=always "ExecStart=$RUN" "$STOP"
refused_as owner-would-fail 'taken.service: it does not remove the old container' \
	'sudo systemctl stop taken; sudo docker rm ecs-agent; sudo systemctl start taken'

own_unit inside.service Restart=always "$RM" "ExecStart=$DOCKER run --name ecs-agent $AGENT_RUN $AGENT_IMAGE" "$STOP"
refused_as state-would-be-lost 'inside.service recreates the container' ''

own_unit anonymous.service "ExecStart=$DOCKER run --rm --name ecs-agent $AGENT_RUN --volume=/data $AGENT_IMAGE" "$STOP"
refused_as state-would-be-lost 'anonymous.service recreates the container' ''

own_unit pulls.service "$RM" "ExecStartPre=$DOCKER image inspect $AGENT_IMAGE" "ExecStart=/bin/sh -c '$DOCKER inspect $AGENT_IMAGE || $DOCKER pull $AGENT_IMAGE; exec $RUN'" "$STOP"
refused_as image-missing 'each start of pulls.service pulls the image' 'drain the instance; then sudo systemctl restart pulls'

own_unit manual.service "$RM" "ExecStart=$RUN" "$STOP"
mkdir /etc/systemd/system/manual.service.d
printf '%s\n' '[Unit]' RefuseManualStop=yes >/etc/systemd/system/manual.service.d/lab.conf
in_machine systemctl daemon-reload
for mode in always 'always --force'; do
	remember_agent
	$mode
	expect_refused owner-would-fail 75
	expect_detail 'RefuseManualStart= or RefuseManualStop='
	expect_by_hand ''
done
expect_no_history
no_unit manual.service

echo A=b >/etc/ecs/agent.env
own_unit environment.service EnvironmentFile=/etc/ecs/agent.env Restart=on-failure RestartSec=2 "$RM" "ExecStart=$RUN" "$STOP"
rm /etc/ecs/agent.env
refused_as owner-would-fail 'environment.service: a file that its EnvironmentFile= names is missing' ''
