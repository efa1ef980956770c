# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# How a scenario asks ecsprobe for a restart of the agent, and says what must come of it.

HISTORY=/var/lib/ecsprobe/restarts.json
MACHINE_STARTED_S=$EPOCHSECONDS

# if_stale OPTION... and always OPTION...: a probe with that kind of --restart-agent. Whatever comes of it, Docker's
# own restart was not asked for where a unit is loaded.
if_stale() {
	probe 5 --restart-agent=if-stale "$@"
	expect_docker_unasked
}
always() {
	probe 5 --restart-agent=always "$@"
	expect_docker_unasked
}

# docker_events EVENT [CONTAINER]: how often dockerd did that to it, since it runs. An end that is over keeps dockerd from
# waiting for more.
docker_events() {
	docker_api GET "/events?since=$MACHINE_STARTED_S&until=$EPOCHREALTIME&filters=$(jq -rnc --arg e "$1" \
		--arg c "${2-ecs-agent}" '{type: ["container"], event: [$e], container: [$c]} | tojson | @uri')" | grep -c .
}

# expect_docker_unasked: see above. Docker tells a "restart" apart from a stop and a start.
expect_docker_unasked() {
	[[ ! $AGENT_UNIT || $(docker_curl GET /_ping '' -m 1 2>/dev/null | tr -d '\0') != OK ]] ||
		same "restarts by Docker" 0 "$(docker_events restart)"
}

# expect_action KIND REASON [RESULT]
expect_action() {
	same action "$1 $2 ${3-not-tried}" "$(from_report '.action | "\(.kind) \(.reason) \(.result)"')"
}

# expect_detail REGEX: what the report says of the action beside its reason.
expect_detail() {
	EXPECTATIONS=$((EXPECTATIONS + 1))
	from_report .action.detail | grep -qE -- "$1" || fail "the action's detail has no $1: $(from_report .action.detail)"
}

# expect_evidence LINE...: exactly these.
expect_evidence() {
	same evidence "$(printf '%s\n' "$@")" "$(from_report '.action.evidence[]')"
}

# expect_restarted REASON: verified, by its own account and by ours.
expect_restarted() {
	expect_exit "${2-0}"
	expect_action restart-unit "$1" restarted
	expect_agent_restarted
	expect_agent_running
}

# expect_idle REASON: nothing was to be done, and nothing was.
expect_idle() {
	expect_exit "${2-0}"
	expect_action none "$1"
	expect_agent_untouched
	expect_agent_running
}

# expect_refused REASON STATUS: and the agent runs as before.
expect_refused() {
	expect_exit "$2"
	expect_action defer "$1"
	expect_agent_untouched
	expect_agent_running
}

# expect_history RESULT...: of the restarts on record, the oldest first.
expect_history() {
	same "restarts on record" "$*" "$(jq -r '[.restarts[].result] | join(" ")' "$HISTORY" 2>&1)"
}

# expect_no_history: no restart was ever written down.
expect_no_history() {
	same "record of restarts" '' "$(ls "$HISTORY" 2>/dev/null)"
}

# expect_words FILE REGEX: in its text, wherever its lines are broken.
expect_words() {
	EXPECTATIONS=$((EXPECTATIONS + 1))
	tr -s ' \n' ' ' <"$OUT/$1" | grep -qE -- "$2" || fail "$1 has no words like $2"
}

# expect_finding SEVERITY:CODE and expect_no_finding CODE: about the agent.
expect_finding() {
	expect_json '[.findings[] | select(.subject == "agent") | "\(.severity):\(.code)"] | index($ARGS.positional[0]) != null' "$1"
}
expect_no_finding() {
	expect_json '.findings | all(.code != $ARGS.positional[0])' "$1"
}

# expect_by_hand TEXT: the command that the report offers; '' for none.
expect_by_hand() {
	same "by hand" "$1" "$(from_report '.action.manual // ""')"
}

# begin OPTION...: a run with a restart, in the background; finish_run awaits it and stands where the run would have.
begin() {
	rm -f "$OUT"/report.*
	ecsprobe_command "${TRUST[@]}" --timeout "$(scaled 5)" -o json="$OUT/report.json" -o text="$OUT/report.txt" "$@"
	BEGUN_US=${EPOCHREALTIME/./}
	"${COMMAND[@]}" >"$OUT/stdout" 2>"$OUT/stderr" </dev/null &
	BEGUN=$!
}
finish_run() {
	wait "$BEGUN"
	ended $? "$BEGUN_US"
	check_report
	expect_docker_unasked
}

# agent_was_restarted: for poll: it runs, and not since remember_agent.
agent_was_restarted() {
	[[ $(agent_state) == running && $(agent_process) != "$AGENT_BEFORE" ]]
}

# task_container NAME: one of a task, as the agent labels them; it does nothing until it is removed.
task_container() {
	local dir=/var/lib/tasks/$1
	mkdir -p "$dir"
	echo register never >"$dir/fake"
	docker_api POST "/containers/create?name=$1" "$(jq -nc --arg dir "$dir" --arg arn "arn:aws:ecs:$REGION:$ACCOUNT:task/default/$1" '{
		Image: "amazon/amazon-ecs-agent:latest", Env: ["ECS_LOGFILE=/data/log"], Labels: {"com.amazonaws.ecs.task-arn": $arn},
		HostConfig: {NetworkMode: "none", Binds: ["\($dir):/data"]}}')" >/dev/null &&
		docker_api POST "/containers/$1/start" || lab_error "the container $1 does not start"
}
