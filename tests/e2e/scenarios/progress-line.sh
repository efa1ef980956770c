# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# On a terminal who waits longer than a second sees what is still awaited, and the line is gone when the report comes; an
# error that the report has is not printed beside it. On a pipe there is neither.

# on_terminal OPTION...: the bytes that the terminal got, in $OUT/stdout.
on_terminal() {
	local command
	ecsprobe_command "$@"
	printf -v command '%q ' "${COMMAND[@]}"
	command=${command/TERM=dumb/TERM=xterm}
	script -qec "$command" /dev/null </dev/null | tr -d '\r' >"$OUT/stdout"
}
erased=$'\e\\[K'

lab_up
drop ecr.dkr
on_terminal "${TRUST[@]}" --color never --timeout "$(scaled 6)" --connect-timeout "$(scaled 3)"
expect_text stdout "${erased}[0-9]+ s of at most [0-9]+: waiting for ecr\\.dkr"
expect_text stdout '^FAIL +ecr\.dkr'
same "the last thing about it" "yes" "$(grep -aq "waiting for.*${erased}ecsprobe " "$OUT/stdout" && echo yes)"
on_terminal "${TRUST[@]}" -q --timeout "$(scaled 6)" --connect-timeout "$(scaled 3)"
same "with --quiet" "" "$(<"$OUT/stdout")"
ecsprobe "${TRUST[@]}" --timeout "$(scaled 6)" --connect-timeout "$(scaled 3)"
expect_exit 1
same "stderr" "" "$(<"$OUT/stderr")"
restore

# Both once: on the terminal in the report, on a pipe also on stderr.
on_terminal --region us-east-1 --service ecs --skip ecs --imds-endpoint off
same "nothing to check, told" 1 "$(grep -c 'nothing to check' "$OUT/stdout")"
expect_no_text stdout '--region'
ecsprobe --region us-east-1 --service ecs --skip ecs --imds-endpoint off
expect_exit 69
expect_text stderr 'nothing to check'
