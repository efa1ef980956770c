# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --waterfall draws in ASCII, and on a terminal that shows UTF-8 in blocks; what fails ends in an x.

# on_terminal WIDTH LANG: the same run on a terminal, in $OUT/stdout.
on_terminal() {
	local command
	ecsprobe_command "${TRUST[@]}" --waterfall --color never --timeout "$(scaled 4)"
	printf -v command '%q ' "${COMMAND[@]}"
	command=${command/LANG=C TERM=dumb/LANG=$2 TERM=xterm}
	script -qec "stty cols $1; $command" /dev/null </dev/null | tr -d '\r' >"$OUT/stdout"
}

# longest FILE: the columns of its longest line of the drawing.
longest() {
	sed -n '/WATERFALL/,/ x failed/p' "$OUT/$1" | LC_ALL=C.UTF-8 wc -L
}

lab_up
drop ecr.dkr
probe 4 --waterfall
expect_exit 1
expect_text report.txt '^ +WATERFALL ms +0 +[0-9]'
expect_text report.txt '^ok +ecs +d+t+s+ [0-9.]+$'
expect_text report.txt '^FAIL +ecr\.dkr +d+t+x( tcp-timeout)?$'
expect_text report.txt '^ +d DNS  t TCP  s TLS  x failed'
expect_printable
probe 4 --waterfall -v
for address in ${PRIVATE[ecs]}; do expect_text report.txt "^ +ok +${address//./\\.} +d+t+s+ [0-9.]+$"; done
probe 4
expect_no_text report.txt WATERFALL
on_terminal 60 C
expect_text stdout '^ok +ecs +d+t+s+ [0-9.]+$'
same "fits 60 columns" 1 "$(($(longest stdout) <= 60))"
on_terminal 120 C.UTF-8
expect_text stdout '^ok +ecs +░+▒+█+ [0-9.]+$'
same "uses 120 columns" 1 "$(($(longest stdout) <= 120 && $(longest stdout) > 80))"
