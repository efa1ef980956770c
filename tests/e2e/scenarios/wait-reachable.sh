# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoints of ecs and ecr.dkr come while it waits: first a name without an answer, then a closed security group, then
# all is well. A report of each try is there for whoever looks, and stdout has the last one only.

lab_up
zone_mode ecs always_nxdomain
drop ecr.dkr
wait_start 60 2 -o text
wait_tried 1
same "the first try's report" 'unhealthy dns-nxdomain tcp-timeout' "$(jq -r '[.verdict,
	(.endpoints[] | select(.service == ("ecs", "ecr.dkr")) | .code)] | join(" ")' "$OUT/report.json")"
same "stdout meanwhile" "" "$(<"$OUT/stdout")"
zone_mode ecs transparent
wait_tried 2
restore
wait_end
expect_healthy
expect_text stderr '^ecsprobe: try 1, [0-9.]+ s: unhealthy, .*dns-nxdomain \(ecs\).*; next try in [0-9.]+ s$'
expect_text stderr '^ecsprobe: try 1, .*tcp-timeout \(ecr.dkr\)'
expect_text stderr '^ecsprobe: try [0-9]+, [0-9.]+ s: healthy$'
expect_json '.wait.tries >= 2 and .wait.limit_us >= 60000000 and .wait.took_us < .wait.limit_us'
same "reports on stdout" 1 "$(grep -c '^HEALTHY' "$OUT/stdout")"
expect_text report.txt '^waited [0-9.]+ s of at most [0-9]+ s, [0-9]+ tr(y|ies)$'
expect_printable
