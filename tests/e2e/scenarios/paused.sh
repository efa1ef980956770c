# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The process stands still for longer than any stage may take, as under a hypervisor's pause or a debugger: that time
# is nobody's silence.

lab_up
stages=()
for stage in dns connect tls; do stages+=("--$stage-timeout" "$(scaled 0.5)"); done
asking() { [[ $(ss -Hun 'dport = :53') ]]; }
connecting() { [[ $(ss -Htn state syn-sent 'dport = :443') ]]; }
shaking_hands() { [[ $(ss -Htn state established 'dport = :443') ]]; }

# reached PID COMMAND...: the command has succeeded, or the process is over.
reached() {
	process_gone "$1" || "${@:2}"
}

# paused_at COMMAND...: stops the probe as soon as the command has succeeded. On a busy machine that moment may be over
# before anybody has looked; then there is another run.
paused_at() {
	local pid status start try
	ecsprobe_command "${TRUST[@]}" --timeout "$(scaled 3)" "${stages[@]}" -o json="$OUT/report.json" -o text="$OUT/report.txt"
	for try in {1..20}; do
		rm -f "$OUT"/report.*
		start=${EPOCHREALTIME/./}
		"${COMMAND[@]}" >"$OUT/stdout" 2>"$OUT/stderr" </dev/null &
		pid=$!
		poll 10 reached "$pid" "$@"
		if [[ $1 == sleep ]] || ! process_gone "$pid"; then break; fi
	done
	((try < 20)) || fail "never: $*"
	kill -STOP "$pid" 2>/dev/null # on a fast machine it may be over
	sleep "$(scaled 1.2)"
	kill -CONT "$pid" 2>/dev/null
	wait "$pid"
	status=$?
	echo "  paused at: $*"
	ended "$status" "$start"
	check_report
	same "exit status is 0 or 69" 1 "$((STATUS == 0 || STATUS == 69))"
	# What the metadata service could not tell in time may be told of.
	same "findings" "" "$(from_report '.findings[] | select(.severity != "note") |
		select(.code | test("^(imds-[a-z-]+|region-unknown)$") | not) | "\(.severity):\(.code):\(.subject)"')"
	same "endpoints neither passed nor unfinished" "" "$(from_report '.endpoints[] |
		select(.status != "pass" and (.status != "skip" or .code != "not-finished")) | "\(.service) \(.status):\(.code)"')"
}

# In the middle of its own work, and while it waits.
for delay in 0.005 0.010 0.015 0.020 0.025 0.030 0.035 0.040; do paused_at sleep "$(scaled "$delay")"; done
link_delay 50000
paused_at asking
paused_at connecting
paused_at shaking_hands
