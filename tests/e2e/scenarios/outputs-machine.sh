# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One run, every format, each read by the program it is for; all of them say the same, of a VPC that is well, of one with
# a dead endpoint and a hostile certificate, and of a machine that knows no Region.

needs promtool xmllint perl jq
tls logs hostile
lab_up

agree() { # FAILED PASSED REQUIRED: endpoints, and how many of those that fail are required
	same "JUnit failures" "$3" "$(xmllint --xpath 'count(//testcase[failure][@classname!="ecsprobe.instance"])' "$OUT/report.junit")"
	same "Prometheus, failed" "$1" "$(grep -c '^ecsprobe_endpoint_state{.*state="fail"} 1$' "$OUT/report.prometheus")"
	same "Prometheus, up" "$2" "$(grep -c '^ecsprobe_endpoint_up{.*} 1$' "$OUT/report.prometheus")"
	same "EMF, failed" "$1" "$(jq .EndpointsFailed "$OUT/report.emf")"
	same "JSON, failed and passed" "$1 $2" "$(from_report '.counts.endpoints | "\(.fail) \(.pass + .warn)"')"
	same "Prometheus, causes" "$(from_report '[.endpoints[] | select(.code) | "\(.service) \(.code)"] | sort | join("; ")')" "$(
		sed -nE 's/^ecsprobe_endpoint_cause_info\{service="([^"]*)",host="[^"]*",code="([^"]*)"\} 1$/\1 \2/p' "$OUT/report.prometheus" |
			sort | paste -sd ';' | sed 's/;/; /g')"
	same "verdicts" "$(from_report .verdict)" "$(jq -r .Verdict "$OUT/report.emf")"
	same "verdict of the first line" "$(from_report .verdict)" "$(head -n 1 "$OUT/report.jsonl" | jq -r .verdict)"
	same "perfdata" "$1" "$(sed -nE '1s/.* failed=([0-9]+);.*/\1/p' "$OUT/report.nagios")"
	same "addresses in labels" "" "$(grep -oE '"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+"' "$OUT/report.prometheus")"
	# The lines are the parts of the object, without the commands of findings.
	same "parts" "$(from_report '[.endpoints[], (.findings[] | del(.commands)), .agent, .action | select(. != null)] | tojson')" "$(
		jq -rs 'map(select(.type != "run") | del(.schema, .type, .version, .time, .instance_id)) | tojson' "$OUT/report.jsonl")"
}

probe_formats 5 --skip logs
expect_exit 0
expect_formats
agree 0 7 0
same "TAP" 0 "$(tap_counts "$OUT/report.tap" | cut -d ' ' -f 3)"
series=$(grep -vc '^#' "$OUT/report.prometheus")
echo "note: $series series for 7 endpoints"

drop ecr.dkr
probe_formats 3
expect_exit 1
expect_formats
expect_printable
agree 2 6 1
same "TAP" 1 "$(tap_counts "$OUT/report.tap" | cut -d ' ' -f 3)"
expect_text report.nagios '^ECSPROBE CRITICAL - 2 of 8 endpoints fail: ecr.dkr \(tcp-timeout\), logs \('

probe_formats 2 --imds-endpoint off
expect_exit 69
expect_formats
expect_text report.nagios '^ECSPROBE UNKNOWN - nothing was checked, region-unknown instance'
same "JUnit errors" 1 "$(xmllint --xpath 'count(//error)' "$OUT/report.junit")"
expect_text report.prometheus '^ecsprobe_run_success 0$'
