# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# All that a plan is made of is given, so nobody waits for the metadata service before the end. That it says nothing is
# said all the same.

lab_up
imds_mode '{"hang": true}'
probe 30 --region us-east-1 --account 111122223333 --vpc-cidr 10.0.0.0/16
expect_exit 0
expect_others pass
expect_findings warn:imds-unreachable:instance

# A signal while it is awaited: nothing is known of it.
ecsprobe_command "${TRUST[@]}" --timeout "$(scaled 30)" --region us-east-1 --account 111122223333 --vpc-cidr 10.0.0.0/16 \
	-o json="$OUT/report.json" -o text="$OUT/report.txt"
start=${EPOCHREALTIME/./}
"${COMMAND[@]}" >"$OUT/stdout" 2>"$OUT/stderr" </dev/null &
pid=$!
sleep "$(scaled 0.8)"
kill -TERM "$pid"
wait "$pid"
ended $? "$start"
check_report
expect_json 'any(.findings[]; .code == "interrupted" and .subject == "instance" and .severity == "warn"
	and (.message | contains("metadata service")))'
