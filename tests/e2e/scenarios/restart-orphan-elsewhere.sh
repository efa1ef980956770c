# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2086
# Somebody stopped the unit and runs the agent with its data in a directory of their own. ecs-init would replace that
# container and mount /var/lib/ecs/data: the agent would come back as another container instance. The unit is not started.
source "$E2E/owner.sh"

agent
lab_up
needs docker
in_machine systemctl stop ecs
docker_status DELETE '/containers/ecs-agent?force=true' >/dev/null
mkdir -p /var/lib/agent-data
mv /var/lib/ecs/data/* /var/lib/agent-data/
in_machine "$(command -v docker)" run -d --name ecs-agent $AGENT_RUN --env=ECS_CLUSTER=default --volume=/var/lib/agent-data:/data "$AGENT_IMAGE" >/dev/null
wait_agent_registered || lab_error "the agent does not register"
expect_unit ecs.service 'inactive dead'
remember_agent
for mode in if_stale 'always --force'; do
	$mode
	expect_exit 1
	expect_action defer state-would-be-lost
	expect_detail 'ecs.service recreates the container, and mounts /var/lib/ecs/data, while the agent saves its state in /var/lib/agent-data'
	expect_by_hand ''
	expect_agent_untouched
done
expect_agent_state running
