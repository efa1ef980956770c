# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154
# AWS itself behind the lab's endpoints (servers/aws.py), for scenarios of --api: it checks signatures and answers what the
# scenario says. The credentials are those of the instance's role, as the metadata service gives them out.

AWS=
AWS_FILTERS=()
MOTO=()
REGISTRY_TOKEN=
MOTO_DIR=$CACHE/moto
MOTO_POLICY=$LAB/moto.policy
ROLE_ARN=
ROLE_KEY=ASIACANARY7391ROLE00
ROLE_SECRET=canary-7391-secret/7pQwLmZ+x2Kd9rTfVbNh
ROLE_TOKEN=IQoJb3JpZ2luX2VjEcanary-7391-token//$(printf 'wEaCXVzLWVhc3QtMSJHMEUCIQD+%03d/' {1..25})==
ROLE_EXPIRES=2036-11-28T12:00:00Z
# Those of a user, as somebody writes them into a file.
USER_KEY=AKIACANARY7391KEYS00
USER_SECRET=canary-7391-file/kW3sYtRb+0GhJcXzPmQnVd
# Those of a task, of the endpoint of its container.
TASK_KEY=ASIACANARY7391TASK00
TASK_SECRET=canary-7391-task/u5LdAeNh+8MiOyZtKsXqRf
CALLS=$LAB/aws.calls

# aws: (before lab_up) the endpoints answer calls.
aws() {
	AWS=1
	"$PYTHON" -c 'import botocore.auth' 2>/dev/null || skip "not installed: python3-botocore (run: scripts/setup scenarios)"
}

# aws_hosts: the one more host that AWS names to who comes in by no endpoint.
aws_hosts() {
	[[ $AWS && ! -v HOST[ecs-sc] ]] || return 0
	EXTRAS+=(ecs-sc)
	place ecs-sc public 90
	PRIVATE[ecs-sc]='' HUB[ecs-sc]='' PRIVATE6[ecs-sc]='' PUBLIC6[ecs-sc]=''
	HOST[ecs-sc]=ecs-sc.$REGION.$DUAL_ZONE
}

# aws_mode FILTER [ARG...]: a filter of jq over the mode of aws.py, before lab_up or while the lab runs.
aws_mode() {
	if [[ ! -e $LAB/aws.mode ]]; then
		AWS_FILTERS+=("$(jq -nc '$ARGS.positional' --args -- "$@")")
		return
	fi
	jq "$1" "$LAB/aws.mode" --args "${@:2}" >"$LAB/aws.mode.new" && mv "$LAB/aws.mode.new" "$LAB/aws.mode"
}

# api_outcome SERVICE... OUTCOME: what the calls to these services come to from now on; see servers/aws.py.
api_outcome() {
	local service
	for service in "${@:1:$#-1}"; do aws_mode '.[$ARGS.positional[0]] = $ARGS.positional[1]' "$service" "${*: -1}"; done
}

# api_clock SECONDS: AWS's clock is so far ahead of this machine's.
api_clock() {
	aws_mode ".skew_s = $1"
}

# api_discover JSON: these members in the answer of DiscoverPollEndpoint.
api_discover() {
	aws_mode ".discover = $1"
}

# role_expired: (before lab_up) the metadata service gives out credentials that have ended.
role_expired() {
	ROLE_EXPIRES=2026-01-01T00:00:00Z
}

# moto SERVICE...: (before lab_up) calls to these are answered by moto's server in place of aws.py. The role is one of moto's.
moto() {
	[[ -d $MOTO_DIR ]] || not_applicable "moto is not here (run: tests/e2e/moto)"
	aws
	MOTO=("$@")
}

# moto_policy [ACTION...]: the role may call all but these.
# shellcheck disable=SC2119,SC2120
moto_policy() {
	jq -n '{Version: "2012-10-17", Statement: [{Effect: "Allow", Action: "*", Resource: "*"},
		($ARGS.positional | select(length > 0) | {Effect: "Deny", Action: ., Resource: "*"})]}' --args "$@" >"$MOTO_POLICY.new"
	mv "$MOTO_POLICY.new" "$MOTO_POLICY"
	# It looks again 20 times a second.
	[[ ! -e $LAB/pid/moto ]] || sleep 0.2
}

# moto_up: before the metadata service, which gives out the keys that moto made.
moto_up() {
	((${#MOTO[@]})) || return 0
	# shellcheck disable=SC2119
	moto_policy
	start vpc moto env LAB_TRUST="$CA" PYTHONPATH="$MOTO_DIR:$E2E/servers/trust" MOTO_ACCOUNT_ID="$ACCOUNT" HOME="$LAB/home" \
		"$PYTHON" -B "$E2E/servers/motoaws.py" 127.0.0.1 5000 "$MOTO_POLICY" "$LAB/moto.keys"
	poll 90 listens vpc 5000 || lab_error "moto does not listen"
	{ read -r ROLE_KEY && read -r ROLE_SECRET && read -r ROLE_TOKEN; } <"$LAB/moto.keys"
	# The password in the one token that moto gives out.
	REGISTRY_TOKEN=$ACCOUNT-auth-token
}

# moto_calls SERVICE: how many calls to it moto has answered, and with what status, as "STATUS STATUS...".
moto_calls() {
	cut -d ' ' -f 9 "$LAB/moto.$1" 2>/dev/null | paste -sd ' '
}

aws_setup() {
	local service private=()
	for service in "${EVERYTHING[@]}"; do
		# shellcheck disable=SC2206 # words
		private+=(${PRIVATE[$service]} ${HUB[$service]} ${PRIVATE6[$service]} ${ALSO_SERVED[$service]-})
	done
	ROLE_ARN=arn:$PARTITION:sts::$ACCOUNT:assumed-role/ecsInstanceRole/i-0123456789abcdef0
	jq -n --arg region "$REGION" --arg zone "$ZONE" --arg dual_zone "$DUAL_ZONE" --arg partition "$PARTITION" \
		--arg account "$ACCOUNT" --arg registry_token "${REGISTRY_TOKEN:-$(head -c 1500 /dev/urandom | base64 -w 0)}" \
		--arg key "$ROLE_KEY" --arg secret "$ROLE_SECRET" --arg token "$ROLE_TOKEN" --arg arn "$ROLE_ARN" \
		--arg expires "$ROLE_EXPIRES" --arg user_key "$USER_KEY" --arg user_secret "$USER_SECRET" \
		--arg task_key "$TASK_KEY" --arg task_secret "$TASK_SECRET" '{
			$region, $zone, $dual_zone, $partition, $account, $registry_token, private: $ARGS.positional,
			credentials: [{$key, $secret, $token, $arn, expires: ($expires | fromdate)},
				{key: $user_key, secret: $user_secret, arn: "arn:\($partition):iam::\($account):user/lab"},
				{key: $task_key, secret: $task_secret, $token, arn: "arn:\($partition):sts::\($account):assumed-role/task/lab",
					expires: ($expires | fromdate)}]}' \
		--args "${private[@]}"
}

# aws_up: before nginx, which passes on to it.
aws_up() {
	local filter words
	[[ $AWS ]] || return 0
	aws_setup >"$LAB/aws.json"
	echo '{}' >"$LAB/aws.mode"
	for filter in "${AWS_FILTERS[@]}"; do
		mapfile -t words < <(jq -r '.[]' <<<"$filter")
		aws_mode "${words[@]}"
	done
	: >"$CALLS"
	start_ready vpc aws env LAB_TRUST="$CA" PYTHONPATH="$E2E/servers/trust" "$PYTHON" -B "$E2E/servers/aws.py" "$LAB/aws.json" "$LAB/aws.mode" "$CALLS" "$LAB/aws.sock"
}

# aws_location SERVICE: what nginx does with requests to its endpoint. What aws.py does not answer ends in a reset.
aws_location() {
	local to=unix:$LAB/aws.sock:
	[[ $AWS ]] || return 0
	if [[ " ${MOTO[*]} " == *" $1 "* ]]; then
		to=127.0.0.1:5000
		echo "access_log $LAB/moto.$1;"
	fi
	cat <<EOF
location / {
    proxy_pass http://$to;
    proxy_http_version 1.1;
    proxy_buffering off;
    proxy_pass_header Date;
    proxy_pass_header Server;
    proxy_set_header Host \$http_host;
    proxy_set_header Connection "";
    # As a proxy that breaks TLS open may: who signs it is refused.
    proxy_set_header User-Agent "\$http_user_agent lab";
    proxy_set_header X-Lab-Service $1;
    proxy_set_header X-Lab-Address \$server_addr;
    error_page 502 504 = @gone;
}
location @gone { return 444; }
reset_timedout_connection on;
EOF
}

# container_credentials ADDRESS:PORT PATH [AUTHORIZATION]: (after lab_up) an endpoint on the instance gives out the keys of a
# task's role, as a container's, to who sends this header.
container_credentials() {
	local arn
	arn=$(jq -r '.credentials[2].arn' "$LAB/aws.json")
	[[ ${1%:*} == 127.* ]] || ip address add "${1%:*}/32" dev lo
	jq -n --arg arn "$arn" --arg key "$TASK_KEY" --arg secret "$TASK_SECRET" --arg token "$ROLE_TOKEN" --arg expires "$ROLE_EXPIRES" \
		'{RoleArn: $arn, AccessKeyId: $key, SecretAccessKey: $secret, Token: $token, Expiration: $expires}' >"$LAB/container.json"
	start_ready instance "containercreds-$1" "$PYTHON" "$E2E/servers/containercreds.py" "$1" "$2" "${3-}" "$LAB/container.json"
}

# api_probe SECONDS OPTION...: the usual run with --api.
api_probe() {
	: >"$CALLS"
	probe "$1" --api "${@:2}"
}

# calls JQ_PROGRAM [ARG...]: over the array of the calls that came in since the last api_probe.
calls() {
	jq -rs "$1" "$CALLS" --args "${@:2}" 2>&1
}

# expect_calls [SERVICE:RESULT...]: exactly these came in, with a good signature where one is wanted. RESULT is an outcome.
expect_calls() {
	same "calls" "$( (($# == 0)) || printf '%s\n' "$@" | sort)" "$(calls '.[] | "\(.service):\(.result)"' | sort)"
}

# expect_call SERVICE JQ_CONDITION: of every call to it, and there is one.
expect_call() {
	same "calls to $1: $2" true "$(calls 'map(select(.service == $ARGS.positional[0])) | length > 0 and all('"$2"')' "$1")"
}

# sdk COMMAND...: a program of AWS's own SDK on the instance, which finds the role's credentials by itself, or with variables
# VARIABLE=VALUE before it.
sdk() {
	env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME="$LAB/home" LANG=C.UTF-8 AWS_DEFAULT_REGION="$REGION" AWS_CA_BUNDLE="$CA" \
		AWS_MAX_ATTEMPTS=1 AWS_PAGER= PYTHONDONTWRITEBYTECODE=1 LAB_TRUST="$CA" PYTHONPATH="$E2E/servers/trust" "$@" </dev/null
}

# expect_sdk WHAT REGEX COMMAND...: what the SDK prints, on both descriptors.
expect_sdk() {
	local out
	EXPECTATIONS=$((EXPECTATIONS + 1))
	out=$(sdk "${@:3}" 2>&1)
	grep -qE -- "$2" <<<"$out" || fail "$1: no line like $2: $out"
}
