# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# For scenarios of agents that ecs-init does not run: Docker's own client, under whatever started it.

# What public user data and guides have in common; without it the agent's data die with the container.
AGENT_RUN="--net=host --env-file=/etc/ecs/ecs.config --env=ECS_LOGFILE=/log/ecs-agent.log --env=ECS_DATADIR=/data
 --volume=/var/run:/var/run --volume=/var/log/ecs:/log --volume=/etc/ecs:/etc/ecs"
AGENT_DATA=--volume=/var/lib/ecs/data:/data
AGENT_IMAGE=amazon/amazon-ecs-agent:latest
AGENT_RUN=${AGENT_RUN//$'\n'/}

# agent_by_client: before lab_up: no unit and no agent yet, and Docker has its image; in $DOCKER is the client.
agent_by_client() {
	agent_container unready
	machine_config ECS_CLUSTER=prod ECS_LOGLEVEL=info
	agent_control cluster prod
	needs docker
	DOCKER=$(command -v docker)
}

# no_agent: after lab_up: the container goes that was made to load the image.
no_agent() {
	docker_api DELETE '/containers/ecs-agent?force=true'
}

# own_unit UNIT LINE...: somebody's own service of these lines, started, is the agent's from now on.
own_unit() {
	write_unit "$@"
	in_machine systemctl start "$1" || lab_error "$1 does not start: $(journal -u "$1" -n 5)"
	AGENT_UNIT=$1
	wait_agent_registered 20 || lab_error "the agent of $1 does not register: $(journal -u "$1" -n 10)"
}

# write_unit UNIT LINE...: it is there, and no more.
write_unit() {
	printf '%s\n' '[Unit]' Requires=docker.service After=docker.service '[Service]' "${@:2}" '[Install]' WantedBy=multi-user.target \
		>"/etc/systemd/system/$1"
	in_machine systemctl daemon-reload
}

# no_unit UNIT: it is stopped and gone, and so are its container and the memory of restarts.
no_unit() {
	in_machine systemctl stop "$1"
	rm -f "/etc/systemd/system/$1"
	in_machine systemctl daemon-reload
	in_machine systemctl reset-failed "$1" 2>/dev/null
	docker_status DELETE '/containers/ecs-agent?force=true' >/dev/null
	rm -rf "${HISTORY%/*}"
	AGENT_UNIT=''
}

# expect_owner KIND [UNIT]: whose the agent is, by the report.
expect_owner() {
	same "the agent's owner" "$*" "$(from_report '.agent.owner | [.kind, .unit] | map(select(. != null)) | join(" ")')"
}
