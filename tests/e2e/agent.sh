# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# The agent on the machine: a stand-in for the container amazon-ecs-agent (servers/agent.c) under a stand-in for
# ecs-init (servers/ecsinit.py), with the real units' texts.

AGENT=
AGENT_READY=1
AGENT_UNIT=ecs.service
AGENT_CONTROL=/var/lib/ecs/data/fake
AGENT_LINES=()
AGENT_DNS=()
AGENT_METADATA=http://127.0.0.1:51678/v1/metadata

# agent [al2023|debian|suse] [unready]: a unit as that distribution has it, and the agent up and registered; unready:
# nobody waits for that. Also declares dockerd and systemd.
agent() {
	AGENT=al2023
	local word
	dockerd
	for word; do
		case $word in
		al2023 | debian | suse) AGENT=$word ;;
		unready) AGENT_READY= ;;
		*) lab_error "no such agent: $word" ;;
		esac
	done
	[[ $AGENT != suse ]] || AGENT_UNIT=amazon-ecs.service
}

# agent_container [unready] [NAMESERVER...]: no unit: the container was run by hand, perhaps with --dns, and Docker restarts
# it on failure.
agent_container() {
	dockerd
	AGENT=container AGENT_UNIT=''
	if [[ ${1-} == unready ]]; then
		AGENT_READY=
		shift
	fi
	AGENT_DNS=("$@")
}

# agent_control KEY [VALUE]: a line of the stand-in's control file (see servers/agent.c), before lab_up or while it
# runs; without a value: it is taken back.
agent_control() {
	local others
	if [[ ! -d ${AGENT_CONTROL%/*} || ! -e $LAB/pid/leader ]]; then
		AGENT_LINES+=("$*")
		return
	fi
	others=$(grep -v "^$1 " "$AGENT_CONTROL" 2>/dev/null)
	{
		[[ ! $others ]] || echo "$others"
		[[ ! ${2-} ]] || echo "$*"
	} >"$AGENT_CONTROL.new"
	mv "$AGENT_CONTROL.new" "$AGENT_CONTROL"
}

# endpoints_missing [SERVICE...]: (before lab_up) there is a NAT gateway, and these names, or else the three of ECS,
# are public. endpoints_created in flip.sh is what comes later.
endpoints_missing() {
	local service
	nat on
	(($#)) || set -- ecs ecs-agent ecs-telemetry
	for service; do answers "$service" "${PUBLIC[$service]}"; done
}

# docker_hands_out PLACE ADDRESS: (while the lab runs) dockerd gives containers this nameserver: by daemon.json, by OPTIONS
# of Amazon's unit, or by a drop-in with a command line of its own. Docker and the agent are started again with it.
docker_hands_out() {
	local command
	case $1 in
	daemon.json)
		mkdir -p /etc/docker
		printf '{\n  "dns": ["%s"]\n}\n' "$2" >/etc/docker/daemon.json
		;;
	options)
		mkdir -p /etc/sysconfig
		printf '# of the template\nOPTIONS="--log-level=info --dns %s"\n' "$2" >/etc/sysconfig/docker
		;;
	drop-in)
		command=$(sed -n 's/^ExecStart=//p' "$MACHINE_UNITS/docker.service")
		mkdir -p /etc/systemd/system/docker.service.d
		printf '[Service]\nExecStart=\nExecStart=%s --dns=%s\n' "$command" "$2" >/etc/systemd/system/docker.service.d/dns.conf
		;;
	*) lab_error "no such place: $1" ;;
	esac
	restart_docker
	in_machine systemctl restart "$AGENT_UNIT"
}

# task_rules: what the real ecs-init lays in its pre-start, for tasks that ask for credentials. task_rules_gone: somebody
# else's firewall took them away.
task_rules() {
	echo 1 >/proc/sys/net/ipv4/conf/all/route_localnet
	nft -f - <<'EOT' || lab_error "no rules for task credentials"
table ip ecs_init {
	chain prerouting { type nat hook prerouting priority dstnat; ip daddr 169.254.170.2 tcp dport 80 dnat to 127.0.0.1:51679; }
	chain output { type nat hook output priority -100; ip daddr 169.254.170.2 tcp dport 80 redirect to :51679; }
}
EOT
}
task_rules_gone() {
	nft delete table ip ecs_init
}

# agent_files: what the packages leave on a machine.
agent_files() {
	: >/etc/ecs/ecs.config
	((${#MACHINE_LINES[@]} == 0)) || printf '%s\n' "${MACHINE_LINES[@]}" >/etc/ecs/ecs.config
	[[ $AGENT ]] || return 0
	task_rules
	: >/etc/ecs/ecs.config.json
	((${#AGENT_LINES[@]} == 0)) || printf '%s\n' "${AGENT_LINES[@]}" >"$AGENT_CONTROL"
	cp "$CACHE/ecs-agent.tar" "$MACHINE_ROOT/var/cache/ecs/ecs-agent-v1.98.0.tar"
	ln -s ecs-agent-v1.98.0.tar "$MACHINE_ROOT/var/cache/ecs/ecs-agent.tar"
	printf 1 >"$MACHINE_ROOT/var/cache/ecs/state"
	grep . "$ROOT/tests/data/agent_settings.tsv" >"$MACHINE_ROOT/var/lib/ecs/agent_settings.tsv"
	mkdir -p "$MACHINE_ROOT/usr/libexec"
	install -m 755 "$E2E/servers/ecsinit.py" "$MACHINE_ROOT/usr/libexec/amazon-ecs-init"
	[[ ! $AGENT_UNIT ]] || {
		agent_unit >"$MACHINE_UNITS/$AGENT_UNIT"
		machine_enable "$AGENT_UNIT"
	}
}

# agent_unit: its text, after packaging/ of the agent's sources.
agent_unit() {
	cat <<'EOT'
[Unit]
Description=Amazon Elastic Container Service - container agent
Documentation=https://aws.amazon.com/documentation/ecs/
EOT
	case $AGENT in
	al2023) printf '%s\n' Wants=docker.service PartOf=docker.service After=docker.service After=cloud-final.service ;;
	debian) printf '%s\n' Wants=docker.service PartOf=docker.service After=docker.service ;;
	suse) printf '%s\n' 'Requires=docker.service network.target' 'After=docker.service network.target' ;;
	esac
	printf '\n[Service]\nType=simple\n'
	[[ $AGENT == suse ]] || printf 'Restart=on-failure\nRestartSec=10s\n'
	[[ $AGENT != al2023 ]] || echo RestartPreventExitStatus=5
	[[ $AGENT != debian ]] || echo EnvironmentFile=-/var/lib/ecs/ecs.config
	[[ $AGENT == suse ]] || echo EnvironmentFile=-/etc/ecs/ecs.config
	# shellcheck disable=SC2016
	[[ $AGENT != al2023 ]] ||
		echo 'ExecStartPre=/bin/bash -c '\''if [ $(/usr/bin/systemctl is-active docker) != "active" ]; then exit 1; fi'\'
	cat <<'EOT'
ExecStartPre=/usr/libexec/amazon-ecs-init pre-start
ExecStart=/usr/libexec/amazon-ecs-init start
ExecStop=/usr/libexec/amazon-ecs-init stop
ExecStopPost=/usr/libexec/amazon-ecs-init post-stop

[Install]
WantedBy=multi-user.target
EOT
}

agent_up() {
	case $AGENT in
	'') return ;;
	container) in_machine /usr/libexec/amazon-ecs-init by-hand "${AGENT_DNS[@]}" || lab_error "the agent's container does not start" ;;
	esac
	[[ ! $AGENT_READY ]] || wait_agent_registered 20 || {
		machine_show >&2
		lab_error "the agent does not register"
	}
}

# agent_metadata: what introspection says.
agent_metadata() {
	curl -s --fail -m 2 "$AGENT_METADATA"
}

agent_is_registered() {
	[[ $(agent_metadata) == *'"ContainerInstanceArn":"arn:'* ]]
}

agent_is_connected() {
	agent_is_registered && [[ $(agent_peer) != none ]]
}

# wait_agent_registered [SECONDS]: and connected to ACS, unless told not to.
wait_agent_registered() {
	# Whom ACS does not take never connects.
	if grep -qsE '^(acs (off|refused|denied|cluster|inactive)|discover|roots) ?' "$AGENT_CONTROL"; then
		poll "${1:-20}" agent_is_registered
	else
		poll "${1:-20}" agent_is_connected
	fi
}

# wait_agent_gone [SECONDS]: nothing answers at the port of introspection any more.
wait_agent_gone() {
	poll "${1:-20}" agent_is_gone
}
agent_is_gone() {
	! agent_metadata >/dev/null
}

# agent_peers: "SERVICE ADDRESS" of each connection of the agent to an endpoint or the proxy, sorted.
agent_peers() {
	local address service
	ss -Htnp state established '( dport = :443 or dport = :3128 )' |
		sed -nE 's/^[^ ]* *[^ ]* *[^ ]* *([^ ]*):(443|3128) .*"agent".*/\1/p' |
		while read -r address; do
			[[ $address != "$PROXY_IPV4" ]] || echo "proxy $address"
			for service in "${EVERYTHING[@]}"; do
				[[ " $(served_at "$service") " != *" $address "* ]] || echo "$service $address"
			done
		done | sort
}

# agent_peer: the service its connection to ACS goes to, ecs-agent or ecs-agent-1, and whether the address is private
# or public, e.g. "ecs-agent private"; "proxy", or "none" without a connection.
agent_peer() {
	local service address
	while read -r service address; do
		case $service in
		ecs-agent | ecs-agent-1)
			[[ " ${PUBLIC[$service]} " == *" $address "* ]] && echo "$service public" || echo "$service private"
			return
			;;
		proxy)
			echo proxy
			return
			;;
		esac
	done < <(agent_peers)
	echo none
}

# agent_die STATUS: the running agent ends with it.
agent_die() {
	echo "$1" >/var/lib/ecs/data/die.new
	mv /var/lib/ecs/data/die.new /var/lib/ecs/data/die
}

# agent_state: of the container: "running", "exited 0", "none" ...
agent_state() {
	local state
	state=$(docker_api GET /containers/ecs-agent/json) || {
		echo none
		return
	}
	jq -r '.State | .Status + (if .Status == "exited" then " \(.ExitCode)" else "" end)' <<<"$state"
}

# container_is STATE and peer_is SERVICE: for poll.
container_is() {
	[[ $(agent_state) == "$1" ]]
}
peer_is() {
	agent_peers | grep -q "^$1 "
}

# agent_process: the container and its start: what is the same as before was not restarted.
agent_process() {
	docker_api GET /containers/ecs-agent/json | jq -r '"\(.Id[:12]) \(.State.StartedAt)"'
}

# agent_env: the environment that its container was created with.
agent_env() {
	docker_api GET /containers/ecs-agent/json | jq -r '.Config.Env[]' | sort
}

# agent_log: what it wrote into its log on the instance.
agent_log() {
	cat "$MACHINE_ROOT/var/log/ecs/ecs-agent.log"
}

# wait_agent_log REGEX: until its log of this start of the machine has such a line.
wait_agent_log() {
	poll 30 agent_log_has "$1" || fail "the agent's log has no $1"
}
agent_log_has() {
	agent_log 2>/dev/null | grep -qE -- "$1"
}

# agent_running: whether the unit is active, its container runs and introspection answers.
agent_running() {
	[[ ! $AGENT_UNIT || $(unit_state "$AGENT_UNIT") == 'active running' ]] && [[ $(agent_state) == running ]] && agent_is_registered
}

# remember_agent: for the two expectations below.
remember_agent() {
	AGENT_BEFORE=$(agent_process)
}

expect_agent_untouched() {
	same "the agent's container" "$AGENT_BEFORE" "$(agent_process)"
}

expect_agent_restarted() {
	EXPECTATIONS=$((EXPECTATIONS + 1))
	[[ $(agent_process) != "$AGENT_BEFORE" ]] || fail "the agent was not restarted"
}

expect_agent_running() {
	[[ ! $AGENT_UNIT ]] || expect_unit "$AGENT_UNIT" 'active running'
	expect_agent_state running
	EXPECTATIONS=$((EXPECTATIONS + 1))
	agent_is_registered || fail "introspection tells no registration: $(agent_metadata)"
}

# expect_agent_state STATE: see agent_state.
expect_agent_state() {
	same "the agent's container" "$1" "$(agent_state)"
}

# expect_agent_peer SERVICE private|public, proxy or none: see agent_peer.
expect_agent_peer() {
	same "the agent's peer" "$*" "$(agent_peer)"
}
