# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A signal ends the wait, also that of a lost connection: in a pause the report of the last try stands, in a try it is the
# one that was cut. Under nohup a lost connection is none. A KILL leaves the report of the last try.

lab_up
refuse ecs
for signal in TERM HUP; do
	wait_start 60 5
	wait_tried 2
	kill "-$signal" "$WAITER"
	wait_end
	expect_exit 1
	expect_verdict unhealthy
	expect_endpoint ecs fail tcp-refused
	expect_others pass
	expect_text stderr 'stopped by a signal; this is the report of try 2$'
	expect_ended_within 10
done

E2E_WRAP="nohup ${E2E_WRAP-}" wait_start 60 5
wait_tried 1
kill -HUP "$WAITER"
restore
wait_end
expect_exit 0
refuse ecs

restore
drop ecs
waits_for_ecs() {
	[[ $(ss -Htn state syn-sent 'dport = :443') ]]
}
wait_start 60 10
poll "$(scaled 10)" waits_for_ecs || fail "it never waited for ecs"
kill -INT "$WAITER"
wait_end
expect_exit 69
expect_verdict unknown
expect_endpoint ecs skip interrupted
expect_text stderr 'try 1, .* unknown, .*; stopped by a signal$'

restore
refuse ecs
wait_start 60 5
wait_tried 1
poll 10 test -s "$OUT/report.json" || fail "no report after the first try"
kill -KILL "$WAITER"
wait "$WAITER"
same "what is left" "unhealthy 1" "$(jq -r '"\(.verdict) \(.wait.tries)"' "$OUT/report.json")"
