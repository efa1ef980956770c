# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Started with standard descriptors closed: no file and no socket of its own gets their numbers, and with them what is
# printed; a report for a closed stdout is one that could not be written.

lab_up
# without DESCRIPTORS OPTION...: a run in which these are closed.
without() {
	local fd close=
	for fd in $1; do close+=" $fd>&-"; done
	E2E_WRAP="strace -f -qq -e trace=open,openat,socket,dup,dup2,dup3,fcntl,eventfd2,epoll_create1,timerfd_create,signalfd4 -o $OUT/trace" \
		ecsprobe_command --ca-file "$CA" -o json="$OUT/report.json" "${@:2}"
	rm -f "$OUT"/report.*
	local start=${EPOCHREALTIME/./}
	eval '"${COMMAND[@]}" </dev/null >"$OUT/stdout" 2>"$OUT/stderr"'"$close"
	ended "$?" "$start"
	same "whether the report is whole" healthy "$(jq -r .verdict "$OUT/report.json")"
	same "what came in the place of $1" '' "$(grep -vE 'O_PATH|F_[SG]ETF' "$OUT/trace" | grep -E '= [0-2]$')"
}
without '0 1 2' -o text="$OUT/report.txt"
expect_exit 0
without '0 1' -o text
expect_exit 74
expect_text stderr 'cannot write standard output: Bad file descriptor'
without '1 2' -o text=/dev/stdout
expect_exit 74
without '0 1 2' -o text=/dev/fd/2
expect_exit 74
