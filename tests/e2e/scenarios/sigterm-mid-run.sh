# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# SIGTERM while the connections to ecr.dkr wait for an answer that will not come: two, and two for a large ClientHello.

lab_up
drop ecr.dkr
# Ten looks in a row: at the very start the others may just not have begun.
steady=0
only_ecr_dkr_waits() {
	if [[ $(ss -Htn state syn-sent 'dport = :443' | wc -l) == 4 && ! $(ss -Htn state established 'dport = :443') ]]; then
		((++steady >= 10))
	else
		steady=0
		false
	fi
}
rm -f "$OUT"/report.*
ecsprobe_command --ca-file "$CA" --timeout "$(scaled 10)" -o json="$OUT/report.json" -o text="$OUT/report.txt"
"${COMMAND[@]}" >"$OUT/stdout" 2>"$OUT/stderr" </dev/null &
pid=$!
poll 30 only_ecr_dkr_waits || fail "the probe never waited for ecr.dkr"
start=${EPOCHREALTIME/./}
kill -TERM "$pid"
wait "$pid"
ended $? "$start"
check_report
expect_exit 69
expect_verdict unknown
expect_endpoint ecr.dkr skip interrupted
expect_others pass
expect_all_addresses 2 skip:interrupted ecr.dkr
expect_ended_within 0.1
