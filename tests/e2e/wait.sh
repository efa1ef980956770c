# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# For scenarios of --wait: it runs in the background while the scenario changes the world.

WAITER=
WAIT_START=

# wait_start SECONDS TIMEOUT OPTION...: the probe with that --wait and --timeout, reports in $OUT.
wait_start() {
	rm -f "$OUT"/report.*
	ecsprobe_command "${TRUST[@]}" --wait "$(scaled "$1")" --timeout "$(scaled "$2")" \
		-o json="$OUT/report.json" -o text="$OUT/report.txt" "${@:3}"
	WAIT_START=${EPOCHREALTIME/./}
	"${COMMAND[@]}" >"$OUT/stdout" 2>"$OUT/stderr" </dev/null &
	WAITER=$!
}

# wait_tried N: it has told of so many tries.
wait_tried() {
	poll "$(scaled 30)" tries_told "$1" || fail "it never came to try $1"
}
tries_told() {
	(($(grep -c '^ecsprobe: try ' "$OUT/stderr") >= $1))
}

# wait_end: when it is over; sets STATUS.
wait_end() {
	wait "$WAITER"
	ended $? "$WAIT_START"
	check_report
}
