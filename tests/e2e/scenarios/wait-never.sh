# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint of ecs-agent never comes: the last try begins when the time is over, and what it says is the answer.

lab_up
refuse ecs-agent
wait_start 5 2
wait_end
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent fail tcp-refused
expect_others pass
expect_text stderr 'unhealthy, tcp-refused \(ecs-agent\); the [0-9]+ s of --wait ran out$'
EXPECTATIONS=$((EXPECTATIONS + 1))
((WALL_US >= 4600000)) || fail "it gave up after $((WALL_US / 1000)) ms"
expect_ended_within 6
tries=$(grep -c '^ecsprobe: try ' "$OUT/stderr")
same "tries" "$tries" "$(from_report .wait.tries)"
# 1, 2 and 4 s, each a quarter shorter at most.
[[ ${E2E_WRAP-} ]] || same "tries in 5 s" 4 "$tries"

# Warnings are no reason to wait, and what is impossible cannot come.
restore
drop logs
wait_start 30 2
wait_end
expect_exit 0
expect_verdict degraded
expect_json '.wait.tries == 1'
ecsprobe "${TRUST[@]}" --wait 30 --service no-such-service
expect_exit 64
expect_no_text stderr 'try '
