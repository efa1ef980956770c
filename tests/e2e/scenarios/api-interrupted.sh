# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# SIGTERM while a call to AWS hangs: it ends at once, the endpoints are judged, and what AWS would have said is unknown.

aws
api_outcome ecs hang
lab_up
ecsprobe_command "${TRUST[@]}" --timeout "$(scaled 30)" --api -o json="$OUT/report.json" -o text="$OUT/report.txt"
"${COMMAND[@]}" >"$OUT/stdout" 2>"$OUT/stderr" </dev/null &
pid=$!
poll "$(scaled 30)" grep -qx ecs "$CALLS.begun" || fail "ecs is never called"
start=${EPOCHREALTIME/./}
kill -TERM "$pid"
wait "$pid"
ended $? "$start"
check_report
expect_exit 69
expect_verdict unknown
expect_endpoint ecs skip not-finished
expect_ended_within 0.5
expect_json 'call("ecs:DiscoverPollEndpoint") | .result == "unanswered"'
expect_advice not-finished:ecs 'ecs:DiscoverPollEndpoint was sent to .*, but no answer came in time: a signal ended the run'
same "calls that the text calls unanswered" true \
	"$(tr -s ' \n' ' ' <"$OUT/report.txt" | grep -q 'sent, and no answer came in time: ecs:DiscoverPollEndpoint' && echo true)"
expect_json 'call("ecs:DiscoverPollEndpoint") | .status == null and (.why // "" | length > 0)'
expect_json '[.endpoints[] | select(.service == ("ecs-agent", "ecs-telemetry")).status] == ["pass", "pass"]'
expect_secret canary-7391
