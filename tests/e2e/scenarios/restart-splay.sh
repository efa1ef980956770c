# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --splay: each instance waits its own part of it, always the same, before it looks; --force and a dry run do not wait.

agent
lab_up
always --splay 3 --dry-run
expect_exit 0
expect_words stderr 'would wait [0-3]\.[0-9] s first, of a splay of at most 3 s'
wait_s=$(sed -n 's/.*would wait \([0-9.]*\) s .*/\1/p' "$OUT/stderr")
for _ in 1 2; do
	if_stale --splay 3
	expect_exit 0
	expect_words stderr "waiting $wait_s s first"
	expect_json .duration_us\ \<\ 2500000
	EXPECTATIONS=$((EXPECTATIONS + 1))
	((WALL_US >= 10#${wait_s/./} * 100000 - 60000)) || fail "took $WALL_US us, less than $wait_s s"
done
remember_agent
always --splay 3 --force
expect_restarted asked
expect_no_text stderr splay
