# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the scenarios share in which one system call or one allocation of a run fails, or a signal comes before one. The world
# they run in is broken, so that "healthy" is wrong whatever happens. Sourced by them.
#
#   E2E_FAULTS=N    so many faults instead of what a scenario says; "all": every call, in turns of the errors
#   E2E_SEED=N      draws the same faults again

SEED=${E2E_SEED:-$((RANDOM * 32768 + RANDOM))}
RANDOM=$((SEED % 32768))
ERRORS=(EINTR ENOMEM EMFILE ENOSPC EIO EPERM EACCES EINVAL EAGAIN ECONNRESET)
SIGNALS=(TERM INT HUP PIPE XFSZ)
# Libc makes these before main(), or ends the process where one fails in a way that the kernel does not know.
NOT_OURS='execve|exit_group|exit|arch_prctl|set_tid_address|set_robust_list|rseq|rt_sigreturn|brk|restart_syscall|futex|mprotect|getrandom'
# Where the reports go, and nothing else may be left.
FOLDER=$LAB/faults
HIT=0 ROUNDS=0
declare -A STATUSES=()
CALLS=()
WORDS=()

# faults_begin: after lab_up.
faults_begin() {
	[[ ! ${E2E_WRAP-} ]] || not_applicable "the binary has a tracer already"
	needs strace
	echo "  seed $SEED"
	mkdir -p "$FOLDER"
}

# run_once OPTION...: into $FOLDER, where a report of before is; sets STATUS.
run_once() {
	rm -rf "$FOLDER"
	mkdir "$FOLDER"
	echo old >"$FOLDER/report.json"
	ecsprobe_command "${TRUST[@]}" -o json="$FOLDER/report.json" -o text "$@"
	{ "${COMMAND[@]}" >"$OUT/stdout" 2>"$OUT/stderr" </dev/null; } 2>>"$LAB/log/runs"
	STATUS=$?
}

# count_calls OPTION...: one undisturbed run; sets CALLS to NAME:COUNT of each kind of call that it makes.
count_calls() {
	E2E_WRAP="strace -f -qq -o $OUT/trace" run_once "$@"
	mapfile -t CALLS < <(sed -nE 's/^[0-9]+ +([a-z0-9_]+)\(.*/\1/p' "$OUT/trace" | grep -vxE "$NOT_OURS" |
		sort | uniq -c | awk '{ print $2 ":" $1 }')
	((${#CALLS[@]} >= 20)) || fail "only ${#CALLS[@]} kinds of calls were seen"
	check_fault "undisturbed"
}

# draw_faults COUNT: sets WORDS to CALL:error=E:N and CALL:signal=S:N. A kind of call that is rare is as likely as one that
# is not. One in six is a signal.
draw_faults() {
	local count=${E2E_FAULTS:-$1} call number at i=$((SEED % 16))
	WORDS=()
	if [[ $count == all ]]; then
		for call in "${CALLS[@]}"; do
			for ((at = 1; at <= ${call#*:}; at++)); do
				WORDS+=("${call%:*}:$(fault_of $((i++))):$at")
			done
		done
		return
	fi
	while ((${#WORDS[@]} < count)); do
		call=${CALLS[RANDOM % ${#CALLS[@]}]}
		number=$((RANDOM % ${call#*:} + 1))
		WORDS+=("${call%:*}:$(fault_of "$RANDOM"):$number")
	done
}

# fault_of NUMBER
fault_of() {
	if (($1 % 6 == 5)); then
		echo "signal=SIG${SIGNALS[$1 / 6 % ${#SIGNALS[@]}]}"
	else
		echo "error=${ERRORS[$1 % ${#ERRORS[@]}]}"
	fi
}

# inject_each OPTION...: a run for each of WORDS; each is held against check_fault. Numbers of calls vary with the network, so
# that some faults never come: most must.
inject_each() {
	local call what at
	for WORD in "${WORDS[@]}"; do
		IFS=: read -r call what at <<<"$WORD"
		E2E_WRAP="strace -f -qq -o $OUT/trace -e trace=$call,socket -e inject=$call:$what:when=$at" run_once "$@"
		# Taking a descriptor out of an epoll set never fails: sd-event ends where it is told so.
		! grep -q 'EPOLL_CTL_DEL.*INJECTED' "$OUT/trace" || continue
		check_fault "$WORD"
		! grep -qE 'INJECTED|--- SIG' "$OUT/trace" || HIT=$((HIT + 1))
		ROUNDS=$((ROUNDS + 1))
	done
}

# check_fault WHAT: however the run ended: no crash; the report that is there is whole, and is the old one where the run could
# not write; nothing is called healthy; who gets no report gets told why.
check_fault() {
	local verdict breaches
	EXPECTATIONS=$((EXPECTATIONS + 1))
	STATUSES[$STATUS]=$((${STATUSES[$STATUS]-0} + 1))
	if ((STATUS >= 126)); then
		[[ $1 == *:signal=* ]] && may_be_killed ||
			fail "$1: the run broke, exit $STATUS: $(head -c 300 "$OUT/stderr")"
		return
	fi
	if [[ $(<"$FOLDER/report.json") == old ]]; then
		check_failed_run "$1"
	elif ! verdict=$(jq -er .verdict "$FOLDER/report.json" 2>&1); then
		fail "$1: half a report: $(tail -c 80 "$FOLDER/report.json")"
	elif breaches=$(jq -r --argjson exit "$STATUS" -f "$E2E/report.jq" "$FOLDER/report.json" 2>&1) && [[ $breaches ]]; then
		fail "$1: exit $STATUS, and the report contradicts itself: $breaches"
	elif [[ $verdict != @(unhealthy|unknown) ]]; then
		fail "$1: called $verdict"
	fi
	((STATUS)) || fail "$1: exit 0"
	! grep -q '^HEALTHY' "$OUT/stdout" || fail "$1: called healthy on stdout"
	# Whose removal of it failed could not do more.
	[[ $1 == unlink* || $(ls -A "$FOLDER") == report.json ]] || fail "$1: left $(ls -A "$FOLDER" | tr '\n' ' ')"
	! LC_ALL=C grep -qaP '[^\t\n\x20-\x7e]' "$OUT/stdout" "$OUT/stderr" || fail "$1: says what is not printable"
}

# may_be_killed: until it asks somebody it has nothing to tell, and ends as any program does; and when the files are written,
# and only what may wait for a reader is left.
may_be_killed() {
	if [[ $(<"$FOLDER/report.json") == old ]]; then
		[[ ! -s $OUT/stdout ]] && ! grep -q 'socket(AF_INET' "$OUT/trace"
	else
		jq -e '.verdict | IN("unhealthy", "unknown")' "$FOLDER/report.json" >/dev/null
	fi
}

# check_failed_run WHAT: without a new report the exit status says why, and so does stderr, unless that is what failed.
check_failed_run() {
	[[ $STATUS == @(70|74|78) ]] || fail "$1: exit $STATUS without a report: $(head -c 300 "$OUT/stderr")"
	[[ -s $OUT/stderr || $1 == write* ]] || fail "$1: exit $STATUS without a word"
}

# tell_faults WHAT LEAST: of a hundred rounds at least LEAST must have met their fault.
tell_faults() {
	local status said=
	EXPECTATIONS=$((EXPECTATIONS + 1))
	for status in "${!STATUSES[@]}"; do said+=", ${STATUSES[$status]} x exit $status"; done
	echo "note: $ROUNDS $1 of seed $SEED, $HIT came$said"
	((HIT * 100 >= ROUNDS * $2 && ROUNDS)) || fail "only $HIT of $ROUNDS $1 came"
}

# allocations_fail COUNT OPTION...: runs in which one allocation fails each, the first ones and those of all the run alike.
allocations_fail() {
	local count=${E2E_FAULTS:-$1} total seen at step
	shift
	# The fewest of three undisturbed runs: one beyond the end of a run never comes.
	for step in 1 2 3; do
		allocate_once 0 "$@"
		seen=$(awk '/ of them$/ { print $1 }' "$OUT/allocations")
		((seen > 1000)) || fail "only ${seen:-no} allocations were seen"
		((step > 1 && seen >= total)) || total=$seen
	done
	[[ $count != all ]] || count=$total
	echo "  $total allocations"
	# From a point of chance in each of as many parts; and as many again at the end, where it is rendered and written.
	for ((step = 0; step < 2 * count; step++)); do
		if ((step < count)); then
			at=$((total * step / count + 1 + (RANDOM * 32768 + RANDOM) % (total / count + 1)))
		else
			at=$((total - RANDOM % (total / 100)))
		fi
		allocate_once "$at" "$@"
		! grep -q failed "$OUT/allocations" || HIT=$((HIT + 1))
		ROUNDS=$((ROUNDS + 1))
	done
}

# allocate_once N OPTION...
allocate_once() {
	rm -f "$OUT/allocations"
	E2E_WRAP="env LD_PRELOAD=$CACHE/allocfault ALLOCFAULT=$1 ALLOCFAULT_FILE=$OUT/allocations" run_once "${@:2}"
	check_fault "allocation $1"
}
