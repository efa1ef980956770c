# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Nagios reads the exit status: 0 to 3 where nagios is the format on stdout, and only there.

lab_up

for_nagios() { # STATUS FIRST_LINE OPTION...
	ecsprobe "${TRUST[@]}" --timeout "$(scaled 2)" -o nagios "${@:3}"
	expect_exit "$1"
	expect_text stdout "^ECSPROBE $2"
}
for_nagios 0 'OK - 8 of 8 endpoints work, agent not seen: its unit, its container \|'
expect_format nagios "$OUT/stdout"
refuse logs
for_nagios 1 'WARNING - 1 of 8 endpoints fail: logs \(tcp-refused\), agent not seen: its unit, its container \|'
for_nagios 1 'WARNING - ' --strict
expect_format nagios "$OUT/stdout"
for_nagios 2 'CRITICAL - 1 of 8 endpoints fail: logs \(tcp-refused\), agent not seen: its unit, its container \|' --require logs
expect_format nagios "$OUT/stdout"
for_nagios 3 'UNKNOWN - nothing was checked, region-unknown instance \|' --imds-endpoint off
expect_format nagios "$OUT/stdout"

# The tool itself: one line, where Nagios looks for it.
for_nagios 3 "UNKNOWN - unknown option '--no-such-option'" --no-such-option
for_nagios 3 'UNKNOWN - .*no-such-service' --service no-such-service
for_nagios 3 'UNKNOWN - .*--list' --list
for_nagios 3 'OK - ' -o json=/nonexistent/x --skip logs
expect_text stderr /nonexistent

# Into a file, and of any other format: the statuses of every day.
ecsprobe "${TRUST[@]}" --timeout "$(scaled 2)" -o nagios="$OUT/nagios" --require logs
expect_exit 1
expect_text nagios '^ECSPROBE CRITICAL'
ecsprobe -o nagios="$OUT/nagios" --no-such-option
expect_exit 64
