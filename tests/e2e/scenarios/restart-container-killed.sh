# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No unit, a container run by hand: SIGKILL while Docker stops the agent, and when it has just started it again: Docker
# goes on by itself. SIGTERM, or SIGHUP of a lost connection, while Docker stops it: ecsprobe waits for Docker's answer, as
# not every Docker goes on without its client; then exit 10, verdict unhealthy (agent-not-ready), action restart-container
# (asked), not-ready.

source "$E2E/crash.sh"

unit_settled() { true; }
containers() {
	docker_api GET /containers/ecs-agent/json | jq -r '"\(.Id)\(.State.StartedAt | gsub("[^0-9]"; "")) \(.State.Status)"'
}
is_told_to_end() { (($(agent_log | grep -c 'termination signal') > ENDINGS)); }
is_new() { CONTAINERS=$(containers) && [[ $CONTAINERS != "$CONTAINERS_BEFORE" && $CONTAINERS == *running ]]; }

# signalled SIGNAL MOMENT: when MOMENT is, ecsprobe gets the signal; sets STATUS.
signalled() {
	local pid
	ENDINGS=$(agent_log | grep -c 'termination signal')
	begin_round 1
	rm -f "$OUT"/report.*
	restart_command
	"${COMMAND[@]}" >"$OUT/stdout" 2>"$OUT/stderr" </dev/null &
	pid=$!
	poll 10 "$2" || fail "$2 never came"
	pkill -x "-$1" "$(basename "$BINARY")"
	wait "$pid" 2>/dev/null
	STATUS=$?
	poll 20 is_new || fail "$1 when $2: the agent did not come back: $(agent_state)"
}

crash_lab agent_container
agent_control stop_delay 1
for moment in is_told_to_end is_new; do
	signalled KILL "$moment"
	end_round "killed when $moment"
	same "changed, killed when $moment" 1 "$CHANGED"
done
for signal in TERM HUP; do
	signalled $signal is_told_to_end
	check_report
	expect_exit 10
	expect_verdict unhealthy
	expect_findings fail:agent-not-ready:agent
	expect_json '.action.kind == "restart-container" and .action.reason == "asked" and .action.result == "not-ready"'
	expect_json '.action.detail | test("a signal ended the wait; the restart itself goes on")'
	# Before the answer it did not end: by then the new one was there.
	expect_json '.action.took_us > 900000'
	end_round "SIG$signal"
	same "history after SIG$signal" not-ready "$ENTRY"
done
