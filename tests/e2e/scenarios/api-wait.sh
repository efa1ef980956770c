# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --wait --api waits until AWS says yes too: an endpoint policy that is put right while it waits, and an end of throttling,
# before which nobody knows what AWS would say.

aws
api_outcome ecs endpoint-policy
lab_up
wait_start 60 6 --api
wait_tried 1
same "the first try's report" 'unhealthy api-policy-denied' "$(jq -r '[.verdict, (.findings[] | select(.severity == "fail").code)] |
	join(" ")' "$OUT/report.json")"
api_outcome ecs allow
wait_end
expect_healthy
expect_text stderr '^ecsprobe: try 1, [0-9.]+ s: unhealthy, .*api-policy-denied \(ecs\)'
expect_json '.wait.tries >= 2'
expect_json 'call("ecs:DiscoverPollEndpoint").result == "allowed"'
expect_secret canary-7391
api_outcome ecs throttled
wait_start 60 6 --api
wait_tried 1
api_outcome ecs allow
wait_end
expect_healthy
expect_text stderr '^ecsprobe: try 1, [0-9.]+ s: unknown, api-error \(ecs\)'
expect_json '.wait.tries >= 2'
