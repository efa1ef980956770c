# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# The lab with the agent and the ecs-init that the user named, in the place of the stand-ins: the same machine, units and
# endpoints, with a control plane behind the TLS of ecs, ecs-agent and ecs-telemetry.

REAL=$CACHE/real-agent
CONTROL_PORT=8700
CONTROL_MODE=$LAB/control.mode
CONTROL_FIRST={}

eval "$(declare -f agent_files | sed '1s/agent_files/stand_in_files/')"
eval "$(declare -f nginx_server | sed '1s/nginx_server/silent_server/')"
eval "$(declare -f endpoints_up | sed '1s/endpoints_up/silent_endpoints_up/')"
eval "$(declare -f imds_json | sed '1s/imds_json/plain_imds_json/')"

# real_agent: what agent declares, and the real ones start.
real_agent() {
	agent unready
	# What an agent outside of an ECS-optimized image has no files for.
	machine_config ECS_ENABLE_TASK_ENI=false ECS_ENABLE_TASK_CPU_MEM_LIMIT=false ECS_LOGLEVEL=debug
}

agent_files() {
	stand_in_files
	cp "$REAL/agent.tar" "$MACHINE_ROOT/var/cache/ecs/ecs-agent-v1.98.0.tar"
	install -m 755 "$REAL/ecs-init" "$MACHINE_ROOT/usr/libexec/amazon-ecs-init"
	# Where Amazon Linux has its roots, and the container looks for them.
	mkdir -p /etc/pki/tls/certs
	cp "$CACHE/pki/ca.pem" /etc/pki/tls/certs/ca-bundle.crt
}

endpoints_up() {
	echo "$CONTROL_FIRST" >"$CONTROL_MODE"
	start_ready vpc control "$PYTHON" "$ROOT/tests/real-agent/controlplane.py" "$CONTROL_PORT" "$REGION" "$CONTROL_MODE"
	silent_endpoints_up
}

nginx_server() {
	case $1 in
	ecs | ecs-agent* | ecs-telemetry*) silent_server "$1" | sed "\$s|}|location / { proxy_pass http://127.0.0.1:$CONTROL_PORT; proxy_http_version 1.1; proxy_set_header Host \$host; proxy_set_header Upgrade \$http_upgrade; proxy_set_header Connection \$http_connection; proxy_read_timeout 1h; } }|" ;;
	*) silent_server "$1" ;;
	esac
}

imds_json() {
	local role=lab-role
	plain_imds_json | jq -c --arg role "$role" '. + {
		"/latest/dynamic/instance-identity/signature": "bGFi",
		"/latest/meta-data/iam/security-credentials/": $role,
		("/latest/meta-data/iam/security-credentials/" + $role): ({Code: "Success", Type: "AWS-HMAC", AccessKeyId: "ASIALAB",
			SecretAccessKey: "lab", Token: "lab", LastUpdated: "2020-01-01T00:00:00Z", Expiration: "2099-01-01T00:00:00Z"} | tojson)}'
}

# real_config LINE...: /etc/ecs/ecs.config as it is in the beginning, and these.
real_config() {
	printf '%s\n' "${MACHINE_LINES[@]}" "$@" >/etc/ecs/ecs.config
}

# agent_is_connected: to ACS, by its log since this start.
agent_is_connected() {
	agent_is_registered && tail -n 200 "$MACHINE_ROOT/var/log/ecs/ecs-agent.log" | grep -q 'Connected to ACS endpoint'
}

agent_arn() {
	agent_metadata | jq -r .ContainerInstanceArn
}

# settings_rows: the rows of tests/data/agent_settings.tsv, without comments.
settings_rows() {
	grep -v '^#' "$ROOT/tests/data/agent_settings.tsv"
}

# put KEY VALUE: into the file that the key names; "-" takes it back.
put() {
	real_config
	: >/etc/ecs/ecs.config.json
	case $1 in
	ecs.config.json) [[ $2 == - ]] || echo "$2" >/etc/ecs/ecs.config.json ;;
	*) [[ $2 == - ]] || real_config "$1=$2" ;;
	esac
}

# force: restarts the unit as a user does that asks nobody; sets ENDED to the exit status that ecs-init saw first, or that
# it ended with itself, "back" where the agent registered, "lost" where nothing came of it.
force() {
	in_machine systemctl stop "$AGENT_UNIT"
	in_machine systemctl reset-failed "$AGENT_UNIT" 2>/dev/null
	: >"$MACHINE_ROOT/var/log/ecs/ecs-agent.log"
	: >"$MACHINE_ROOT/var/log/ecs/ecs-init.log"
	in_machine systemctl start "$AGENT_UNIT" 2>/dev/null
	poll "${1:-30}" has_ended || ENDED=lost
}
has_ended() {
	local status
	status=$(grep -aoE 'Agent exited with code [0-9]+' "$MACHINE_ROOT/var/log/ecs/ecs-init.log" | sed 1q)
	if [[ $status ]]; then
		ENDED=${status##* }
	elif [[ $(unit_state "$AGENT_UNIT") == @(failed*|*auto-restart*) ]]; then
		ENDED=init-$(unit_property "$AGENT_UNIT" ExecMainStatus)
		[[ $ENDED != init-0 ]] || ENDED=init-$(unit_property "$AGENT_UNIT" ExecStartPre | sed -nE 's/.*status=([1-9][0-9]*).*/\1/p' | tail -n 1)
	elif agent_is_connected; then
		ENDED=back
	else
		return 1
	fi
}

# last_words: what the agent, or else ecs-init, said worst.
last_words() {
	{
		grep -ahE 'level="?(critical|error)' "$MACHINE_ROOT/var/log/ecs/ecs-agent.log"
		grep -ahE 'level="?(critical|error)' "$MACHINE_ROOT/var/log/ecs/ecs-init.log"
	} | cut -c 1-400 | awk '!seen[$0]++' | head -n "${1:-4}"
}
