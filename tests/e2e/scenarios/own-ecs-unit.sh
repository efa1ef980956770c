# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Somebody's own ecs.service, as public user data has it: docker run without --env-file, ecs.config is the unit's
# environment only. No ecs-init, so none of its cache either; and once it is dead it is started, by the timer too.
source "$E2E/owner.sh"

agent_by_client
machine_config 'ECS_CONTAINER_INSTANCE_TAGS={"team":"web"}' ECS_RESERVED_MEMORY=256
lab_up
no_agent
rm -r "$MACHINE_ROOT"/var/cache/ecs
# shellcheck disable=SC2016
own_unit ecs.service EnvironmentFile=/etc/ecs/ecs.config "ExecStart=$DOCKER run --name ecs-agent --network=host -e ECS_CLUSTER=\${ECS_CLUSTER} \
-e ECS_LOGFILE=/log/ecs-agent.log -e ECS_DATADIR=/data --volume=/var/run:/var/run --volume=/var/log/ecs:/log $AGENT_DATA $AGENT_IMAGE" \
	"ExecStop=$DOCKER stop ecs-agent" "ExecStopPost=$DOCKER rm ecs-agent" Restart=always RestartSec=10
probe 5
expect_healthy
expect_owner unit ecs.service
expect_json '.agent.owner.own and .agent.owner.evidence != null'
remember_agent
if_stale
expect_idle nothing-stale
always
expect_restarted asked
rm -rf "${HISTORY%/*}"
in_machine systemctl enable -q ecs
in_machine systemctl stop ecs
expect_agent_state none
remember_agent
if_stale --cool-down 0
expect_exit 0
expect_action start-unit not-running restarted
expect_agent_running
# Somebody has put it away.
in_machine systemctl disable -q --now ecs
if_stale
expect_exit 0
expect_action none stopped-on-purpose
expect_by_hand 'sudo systemctl start ecs'
