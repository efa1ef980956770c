# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A check without root beside one with it, of the same agent: every output says the same of the endpoints, and of the agent
# the same or that it is not known. What only root sees is never guessed, neither as fine nor as a zero.

machine_config ECS_LOGLEVEL=info
agent
lab_up
mapfile -t FORMATS < <(formats)

# run_all NAME: every format there is, and the journal, kept as $OUT/NAME.FORMAT.
run_all() {
	local format
	probe_formats 5
	in_machine env -i INVOCATION_ID=unit "$BINARY" "${TRUST[@]}" >"$OUT/again" 2>&1
	for format in "${FORMATS[@]}"; do
		[[ -s $OUT/report.$format ]] || fail "no output: $format"
		mv "$OUT/report.$format" "$OUT/$1.$format"
	done
}
# entries NAME UID SECONDS: what it sent to the journal since then.
entries() {
	journal -o json SYSLOG_IDENTIFIER=ecsprobe "_UID=$2" --since "@$3" >"$OUT/$1.journal"
}
# compare ROOT NOBODY: the exit statuses of both, and what differs between them.
compare() {
	local since
	since=$(date +%s.%6N)
	run_all full
	expect_exit "$1"
	as_nobody run_all less
	expect_exit "$2"
	entries full 0 "$since"
	entries less 65534 "$since"
	same "how much each sees" "full partial" "$(jq -r .agent_seen "$OUT/full.json" "$OUT/less.json" | paste -sd ' ')"
	same "what differs and is not unknown" "" "$("$PYTHON" "$E2E/servers/onlyunknown.py" "$OUT/full" "$OUT/less" "${FORMATS[@]}" journal 2>&1)"
}

compare 0 0
expect_series_of() { # NAME LINE...: of these metrics of the agent there is no other series
	same "series of the agent, $1" "${*:2}" "$(grep -E '^ecsprobe_agent_[a-z_]+ ' "$OUT/$1.prometheus" | paste -sd ' ')"
}
expect_series_of full 'ecsprobe_agent_seen 1 ecsprobe_agent_running 1 ecsprobe_agent_registered 1 ecsprobe_agent_stale 0'
expect_series_of less 'ecsprobe_agent_seen 0 ecsprobe_agent_running 1 ecsprobe_agent_registered 1'

agent_config ECS_LOGLEVEL=debug
compare 0 0
expect_series_of full 'ecsprobe_agent_seen 1 ecsprobe_agent_running 1 ecsprobe_agent_registered 1 ecsprobe_agent_stale 1'
expect_series_of less 'ecsprobe_agent_seen 0 ecsprobe_agent_running 1 ecsprobe_agent_registered 1'

drop logs
compare 0 0
restore

# A unit that is dead is everybody's to see; its container is not.
in_machine systemctl stop ecs.service
compare 1 1
expect_series_of full 'ecsprobe_agent_seen 1 ecsprobe_agent_running 0 ecsprobe_agent_registered 0 ecsprobe_agent_stale 0'
expect_series_of less 'ecsprobe_agent_seen 0 ecsprobe_agent_registered 0'
