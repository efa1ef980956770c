# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A history that a loss of power or somebody has left in pieces: exit 0, verdict healthy, action restart-unit (asked),
# restarted, and it is begun afresh, and says so. Where something is in its place that is not ours to remove: exit 75,
# defer (history-unusable), and the agent is untouched.

source "$E2E/crash.sh"
crash_lab

# broken NAME COMMAND...: the restart over a history that the command has made.
broken() {
	begin_round 0
	mkdir -m 700 "$HISTORY"
	(cd "$HISTORY" && "${@:2}")
	run_restart
	check_report
	expect_exit 0
	expect_verdict healthy
	expect_json '.action.kind == "restart-unit" and .action.reason == "asked" and .action.result == "restarted"'
	expect_text stderr 'starting a new one'
	end_round "$1"
	same "history after $1" restarted "$ENTRY"
	same "restarts in it" 1 "$(jq '.restarts | length' "$HISTORY/restarts.json")"
}

valid_but() { old_history | sed "$1" >restarts.json; }
linked() { old_history >elsewhere && ln -s elsewhere restarts.json; }

broken empty touch restarts.json
broken zeroed truncate -s 400 restarts.json
broken 'cut short' valid_but 's/"kind".*//'
broken garbage sh -c 'head -c 5000 /dev/urandom >restarts.json'
broken 'of another schema' valid_but 's,restarts/1,restarts/9,'
broken 'with an unknown word' valid_but 's/restart-unit/restart-world/'
broken huge truncate -s 3G restarts.json
broken 'a link' linked
same "what the link named" "$(old_history)" "$(<"$HISTORY/elsewhere")"
broken 'an empty directory' mkdir restarts.json
broken 'with a leftover' sh -c 'echo "{" >restarts.json && echo "{" >restarts.json.new'

begin_round 0
mkdir -p -m 700 "$HISTORY/restarts.json/below"
run_restart
check_report
expect_exit 75
expect_json '.action.kind == "defer" and .action.reason == "history-unusable"'
same "the agent's container" "$CONTAINERS_BEFORE" "$(containers)"
last_restart
