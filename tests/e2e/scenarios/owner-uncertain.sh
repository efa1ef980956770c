# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Somebody starts the container, and who that is is not certain, or it is nobody that ecsprobe restarts: the agent stays
# as it is, and the command is said where one is known.
source "$E2E/owner.sh"

agent_by_client
lab_up
no_agent
RUN="$DOCKER run --name ecs-agent $AGENT_RUN $AGENT_DATA $AGENT_IMAGE"

# refused_for DETAIL COMMAND OPTION...: the agent is left alone.
refused_for() {
	local mode detail=$1 command=$2
	wait_agent_registered 20 || lab_error "no agent"
	for mode in always if_stale 'always --force'; do
		[[ $mode != *force || ! ${3-} ]] || continue
		sed -i '/RESERVED/d' /etc/ecs/ecs.config
		[[ $mode != if_stale ]] || sed -i s/ECS_LOGLEVEL=info/ECS_LOGLEVEL=debug/ /etc/ecs/ecs.config
		remember_agent
		$mode
		sed -i s/ECS_LOGLEVEL=debug/ECS_LOGLEVEL=info/ /etc/ecs/ecs.config
		expect_refused owner-uncertain 75
		expect_detail "$detail"
		# With another environment --force would be deferred too: such a container has to be recreated.
		[[ $mode != if_stale || ! ${3-} ]] || command=''
		expect_by_hand "$command"
	done
	expect_no_history
	[[ ${3-} ]] || expect_owner uncertain
	same "restarts by Docker" 0 "$(docker_events restart)"
}
gone() {
	docker_status DELETE '/containers/ecs-agent?force=true' >/dev/null
}

# A shell of somebody's who is logged in.
in_machine systemd-run -q --scope --unit=session-7 /bin/sh -c "$RUN & exec sleep 600" >/dev/null 2>&1 &
refused_for '\(docker run\) is in session-7.scope, started by ' ''
gone

# A supervisor that is a service itself, and runs more than this.
write_unit supervisor.service "ExecStart=/usr/bin/python3 -c 'import subprocess, sys, time; subprocess.Popen(sys.argv[1:]); time.sleep(600)' $RUN"
in_machine systemctl start supervisor
refused_for '\(docker run\) is in supervisor.service, started by python3' ''
in_machine systemctl stop supervisor
gone

# Two units, and both are at it.
write_unit one.service "ExecStart=/bin/sh -c '$RUN; exec sleep 600'"
write_unit two.service Type=oneshot RemainAfterExit=yes "ExecStart=-$DOCKER start ecs-agent"
in_machine systemctl start one
wait_agent_registered 20
in_machine systemctl start two
refused_for 'one.service and two.service both start it' ''
in_machine systemctl stop one two
rm /etc/systemd/system/{one,two,supervisor}.service
in_machine systemctl daemon-reload
gone

# Podman's own process beside a container of that name, by its program and arguments.
in_machine cp /bin/bash /usr/bin/conmon
in_machine sh -c "$DOCKER run -d --name ecs-agent $AGENT_RUN $AGENT_DATA $AGENT_IMAGE" >/dev/null
in_machine systemd-run -q --unit=libpod --scope /usr/bin/conmon -c 'sleep 600; :' -n ecs-agent >/dev/null 2>&1 &
refused_for 'conmon' 'sudo podman restart --time 15 ecs-agent'
in_machine systemctl stop libpod.scope

# Nobody at all, and no policy of Docker's: --force takes Docker's own restart.
refused_for 'its restart policy is no, and no unit and no process starts it' 'sudo ecsprobe --restart-agent --force' forceable
expect_owner nobody
remember_agent
always --force
expect_exit 0
expect_action restart-container asked restarted
expect_detail 'overrides owner-uncertain'
expect_agent_restarted
expect_agent_running
