# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the scenarios share that end ecsprobe, or let a system call of its fail, somewhere in a restart. Sourced by them.

HISTORY=/var/lib/ecsprobe
CALLS=$OUT/calls
# A slow machine does fewer rounds, but never fewer than prove something.
BUDGET_S=30
ROUNDS=0
# Where the kills and signals hit: before the request, between it and ready, and after; and how many must, there.
BEFORE=0 BETWEEN=0 AFTER=0
LEAST_BEFORE=0 LEAST_BETWEEN=0
LEAST_ROUNDS=5
TRACED=
SERVICES_OF_AGENT=ecs,ecs-agent,ecs-telemetry

# crash_lab [AGENT]: an agent, or agent_container, and nothing that a wrapper could disturb.
crash_lab() {
	[[ ! ${E2E_WRAP-} ]] || not_applicable "the binary has a tracer already"
	nm "$BINARY" 2>/dev/null | grep -q __asan_init && not_applicable "a sanitizer makes system calls of its own"
	"${1:-agent}"
	lab_up
	mkdir "$LAB/next"
}

# restart_command [OPTION...]: one restart that nothing but safety may refuse, in COMMAND.
restart_command() {
	local words=()
	[[ ! $TRACED ]] || words=("$CACHE/callfault" "$CALLS" "$TRACED")
	E2E_WRAP="${words[*]}" ecsprobe_command --ca-file "$CA" --timeout 5 --service "$SERVICES_OF_AGENT" \
		--restart-agent=always --force --cool-down 0 \
		-o json="$OUT/report.json" -o text="$OUT/report.txt" "$@"
}

# run_restart [OPTION...]: sets STATUS; with TRACED, something happens at one of its system calls.
run_restart() {
	rm -f "$OUT"/report.* "$CALLS"
	restart_command "$@"
	"${COMMAND[@]}" >"$OUT/stdout" 2>"$OUT/stderr" </dev/null
	STATUS=$?
}

# begin_round N: no round knows of the one before. Every other one finds an entry of long ago.
begin_round() {
	ROUNDS=$((ROUNDS + 1))
	rm -rf "$HISTORY"
	SEEDED=$(($1 % 2))
	if ((SEEDED)); then
		mkdir -m 700 "$HISTORY"
		old_history >"$HISTORY/restarts.json"
	fi
	# Nobody else restarts it five times in ten seconds, at which systemd's own limit would keep it down.
	[[ ! $AGENT_UNIT ]] || in_machine systemctl reset-failed ecs.service
	CONTAINERS_BEFORE=$(containers)
}

# old_history: a valid file with one restart, of another boot.
old_history() {
	printf '{"schema":"ecsprobe.restarts/1","restarts":[{"time":1700000000,"boottime_us":1,"boot_id":"%s","kind":"%s","result":"%s","fingerprint":"","evidence_stood":false}]}\n' \
		01234567-89ab-cdef-0123-456789abcdef restart-unit restarted
}

# read_history: sets ENTRY: the result that stands in the history for this round's restart, "none" without one. Fails unless
# the file is absent, or valid JSON of the schema with what was there before.
read_history() {
	ENTRY=none
	if [[ ! -e $HISTORY/restarts.json ]]; then
		((!SEEDED))
		return
	fi
	ENTRY=$(jq -er --argjson seeded "$SEEDED" 'if .schema == "ecsprobe.restarts/1" and (.restarts | type) == "array" and
		($seeded == 0 or .restarts[0].time == 1700000000) and (.restarts | length) <= $seeded + 1 and
		all(.restarts[]; (.time | type) == "number" and (.boottime_us | type) == "number" and
			(.boot_id | test("^([0-9a-f-]{36})?$")) and (.kind | IN("restart-unit", "start-unit", "restart-container")) and
			(.result | IN("not-tried", "restarted", "not-ready", "refused")) and (.evidence_stood | type) == "boolean")
		then .restarts[$seeded].result // "none" else null end' "$HISTORY/restarts.json" 2>/dev/null)
}

# unit_settled: active, and systemd has no job for it. Asked over the bus, which hands on what ecsprobe sent before us.
unit_settled() {
	[[ $(in_machine busctl get-property org.freedesktop.systemd1 /org/freedesktop/systemd1/unit/ecs_2eservice \
		org.freedesktop.systemd1.Unit ActiveState SubState Job) == $'s "active"\ns "running"\n(uo) 0 "/"' ]]
}

# containers: "ID STATE" of each that is named ecs-agent or made of its image, a line each.
containers() {
	docker_api GET '/containers/json?all=true' |
		jq -r '.[] | select((.Names | index("/ecs-agent")) or (.Image | test("ecs-agent"))) | "\(.Id) \(.State)"'
}

agent_settled() {
	unit_settled && agent_is_registered && CONTAINERS=$(containers) && [[ $CONTAINERS == *running* ]]
}

# lock_is_free: no process has a lock on the file. Other labs have files of the same number on other devices.
lock_is_free() {
	local major minor inode
	[[ -e $HISTORY/lock ]] || return 0
	read -r major minor inode < <(stat -c '%Hd %Ld %i' "$HISTORY/lock")
	! grep -q " $(printf '%02x:%02x:%d' "$major" "$minor" "$inode") " /proc/locks
}

# end_round NAME: whatever happened to ecsprobe: the agent is up, once; the history is whole; and the next run works.
# Sets CHANGED and ENTRY.
end_round() {
	local wrong=()
	CHANGED=''
	poll 40 agent_settled || wrong+=("the agent is not up: $(unit_state ecs.service), $(agent_state)")
	[[ $CONTAINERS =~ ^[0-9a-f]+\ running$ ]] || wrong+=("not exactly one container: $CONTAINERS")
	[[ $CONTAINERS == "$CONTAINERS_BEFORE" ]] || CHANGED=1
	read_history || wrong+=("the history is not whole: $(head -c 200 "$HISTORY/restarts.json")")
	[[ ! $CHANGED || $ENTRY != none ]] || wrong+=("a restart that nobody remembers")
	lock_is_free || wrong+=("the lock is held")
	next_run_works || wrong+=("the next run: $NEXT $(<"$LAB/next/stderr")")
	EXPECTATIONS=$((EXPECTATIONS + 1))
	((${#wrong[@]} == 0)) || fail "$1: $(printf '%s; ' "${wrong[@]}")"
}

# next_run_works: it finds nothing stale, says so without a complaint, and leaves no temporary file.
next_run_works() {
	local COMMAND ENTRY
	ecsprobe_command --ca-file "$CA" --timeout 5 --service "$SERVICES_OF_AGENT" --restart-agent=if-stale -o json
	"${COMMAND[@]}" >"$LAB/next/stdout" 2>"$LAB/next/stderr" </dev/null
	NEXT="exit $? $(jq -r '"\(.verdict), \(.action.kind) (\(.action.reason))"' "$LAB/next/stdout")"
	[[ $NEXT == 'exit 0 healthy, none (nothing-stale)' && ! -s $LAB/next/stderr && ! -e $HISTORY/restarts.json.new ]] && read_history
}

# count_point ENDED: where a kill hit, by what was to be seen afterwards; ENDED: it came too late.
count_point() {
	if [[ ${1-} || $ENTRY == restarted ]]; then
		AFTER=$((AFTER + 1))
		POINT=after
	elif [[ $CHANGED ]]; then
		BETWEEN=$((BETWEEN + 1))
		POINT=between
	else
		BEFORE=$((BEFORE + 1))
		POINT=before
	fi
}

enough_rounds() {
	((ROUNDS >= LEAST_ROUNDS && BEFORE >= LEAST_BEFORE && BETWEEN >= LEAST_BETWEEN))
}

# goes_on: with one more round, if there is one left. The budget ends only what is more than enough.
goes_on() {
	((SECONDS < BUDGET_S)) || ! enough_rounds
}

# tell_points WHAT: of all rounds, once they are over.
tell_points() {
	EXPECTATIONS=$((EXPECTATIONS + 1))
	echo "note: $ROUNDS $1 in $SECONDS s: $BEFORE before the request, $BETWEEN between it and ready, $AFTER after"
	enough_rounds || fail "$ROUNDS $1, $BEFORE before the request and $BETWEEN between it and ready: expected at least $LEAST_ROUNDS, $LEAST_BEFORE and $LEAST_BETWEEN"
}

# last_restart: after all that, an undisturbed one.
last_restart() {
	TRACED=
	begin_round 1
	run_restart
	end_round "the last restart"
	same "history of the last restart" restarted "$ENTRY"
	same "the last restart changed the agent" 1 "$CHANGED"
}

# kill_at_times PART PARTS: SIGKILL at 24 points of time, evenly over a restart as long as one takes here, and three
# beyond; of these each PARTS-th.
kill_at_times() {
	local i pid us ended took_us start
	begin_round 0
	start=${EPOCHREALTIME/./}
	run_restart
	took_us=$((${EPOCHREALTIME/./} - start))
	echo "  a restart takes $((took_us / 1000)) ms here"
	end_round "undisturbed"
	ROUNDS=0
	for i in $(seq "$1" "$2" 27 | spread); do
		goes_on || break
		begin_round "$i"
		restart_command
		us=$((took_us * i / 24))
		"${COMMAND[@]}" >"$OUT/stdout" 2>"$OUT/stderr" </dev/null &
		pid=$!
		sleep "$((us / 1000000)).$(printf %06d $((us % 1000000)))"
		kill_in_machine
		ended=
		wait "$pid"
		(($? == 137)) || ended=1
		end_round "killed after $((us / 1000)) ms"
		count_point "$ended"
		echo "  $((us / 1000)) ms: $POINT, history $ENTRY"
	done 2>/dev/null
	tell_points kills
}

# kill_in_machine: the one ecsprobe there is; what the shell knows is nsenter and env, which become it.
kill_in_machine() {
	pkill -x -KILL "$(basename "$BINARY")"
}

# kill_at_calls PART PARTS: SIGKILL right before each system call from the lock to the request and a little beyond,
# and before 30 more on the way to the end; of these each PARTS-th.
kill_at_calls() {
	local calls at ended
	TRACED=none
	begin_round 0
	run_restart
	calls=$(wc -l <"$CALLS")
	end_round "undisturbed"
	echo "  $calls system calls in the act phase"
	ROUNDS=0
	for at in $(points_of "$calls" "$1" "$2"); do
		goes_on || break
		TRACED=KILL:$at
		begin_round "$at"
		run_restart
		ended=
		((STATUS == 137)) || ended=1
		end_round "killed at call $at, $(tail -n 1 "$CALLS")"
		count_point "$ended"
		echo "  $at $(tail -n 1 "$CALLS"): $POINT, history $ENTRY"
	done
	tell_points kills
}

# spread: its lines in an order of which every beginning is spread evenly over all.
spread() {
	awk '{ print (NR * 0.6180339887) % 1, $0 }' | sort -n | cut -d ' ' -f 2
}

# points_of CALLS PART PARTS
points_of() {
	local dense=130 i
	((dense < $1)) || dense=$1
	{
		seq 1 "$dense"
		for ((i = 1; i <= 30; i++)); do echo $((dense + ($1 - dense) * i / 30)); done
	} | awk -v part="$2" -v parts="$3" 'NR % parts == part % parts' | spread
}

# signal_at_calls SIGNAL...: each by turns, before 24 system calls spread over the act phase: nothing is lost, and what is
# said is true.
signal_at_calls() {
	local calls at i signals=("$@")
	TRACED=none
	begin_round 0
	run_restart
	calls=$(wc -l <"$CALLS")
	end_round "undisturbed"
	ROUNDS=0
	for i in $(seq 1 24 | spread); do
		goes_on || break
		# The first half of them until the request is made, at about the hundredth.
		at=$((i <= 12 ? i * 9 : 110 + (calls - 110) * (i - 12) / 13))
		TRACED=${signals[i % $#]}:$at
		begin_round "$i"
		run_restart
		check_report
		end_round "$TRACED, $(sed -n "${at}p" "$CALLS")"
		echo "  $TRACED: exit $STATUS, changed ${CHANGED:-no}, history $ENTRY, $(from_report .action.detail)"
		case $STATUS in
		75)
			BEFORE=$((BEFORE + 1))
			told_truth 'healthy, defer (interrupted) not-tried' '' none
			;;
		10)
			BETWEEN=$((BETWEEN + 1))
			told_truth 'unhealthy, restart-unit (asked) not-ready' 1 not-ready
			expect_json '.action.detail | test("a signal ended the wait; the restart itself goes on")'
			;;
		*)
			AFTER=$((AFTER + 1))
			same "exit status at $TRACED" 0 "$STATUS"
			told_truth 'healthy, restart-unit (asked) restarted' 1 restarted
			;;
		esac
	done
	tell_points signals
}

# told_truth ACTION CHANGED HISTORY: what the report says of it, what became of the agent and what stands in the history.
told_truth() {
	same "$TRACED: action" "$1" "$(from_report '"\(.verdict), " + (.action | "\(.kind) (\(.reason)) \(.result)")')"
	same "$TRACED: changed" "$2" "$CHANGED"
	same "$TRACED: history" "$3" "$ENTRY"
}

# fail_calls CALL:ERRNO:COUNT...: of the calls of that name in the act phase so many, spread evenly, fail, each in a
# restart of its own, and then all in one. However that ends, the agent is up and the report is true.
fail_calls() {
	local words
	TRACED=none
	begin_round 0
	run_restart
	mapfile -t words < <(calls_to_fail "$@" | spread)
	end_round "undisturbed"
	ROUNDS=0
	for TRACED in "${words[@]}"; do
		goes_on || break
		begin_round "${#TRACED}"
		run_restart --ready-timeout 4
		end_round "$TRACED"
		echo "  $TRACED: exit $STATUS, changed ${CHANGED:-no}, history $ENTRY, $(from_report '.action | "\(.kind) (\(.reason)) \(.result) \(.detail)"')"
		check_failed_call
	done
	echo "note: $ROUNDS of ${#words[@]} failed calls in $SECONDS s"
	enough_rounds || fail "expected $LEAST_ROUNDS failed calls at least"
}

# fail_any_calls COUNT ERRNO...: so many calls of any kind in the act phase fail, drawn so that a rare kind is as likely as one
# that is not, each in a restart of its own. E2E_FAULTS=N: so many instead. E2E_SEED=N: the same again.
fail_any_calls() {
	local count=${E2E_FAULTS:-$1} errors=("${@:2}") kinds i call at
	local seed=${E2E_SEED:-$((RANDOM * 32768 + RANDOM))}
	RANDOM=$((seed % 32768))
	TRACED=none
	begin_round 0
	run_restart
	# Its memory and its end are no calls of a restart: libc ends where they fail.
	mapfile -t kinds < <(grep -vxE 'call-(12|60|231|202|93|94|98|214)' "$CALLS" | sort | uniq -c | awk '{ print $2 ":" $1 }')
	end_round "undisturbed"
	ROUNDS=0
	for ((i = 0; i < count; i++)); do
		[[ ${E2E_FAULTS-} ]] || goes_on || break
		call=${kinds[RANDOM % ${#kinds[@]}]}
		at=$((RANDOM % ${call#*:} + 1))
		TRACED=${call%:*}:${errors[RANDOM % ${#errors[@]}]}:$at
		begin_round "$i"
		run_restart --ready-timeout 4
		end_round "$TRACED"
		echo "  $TRACED: exit $STATUS, changed ${CHANGED:-no}, history $ENTRY, $(from_report '.action | "\(.kind) (\(.reason)) \(.result) \(.detail)"')"
		check_failed_call
	done
	echo "note: $ROUNDS failed calls of seed $seed in $SECONDS s"
	enough_rounds || fail "expected $LEAST_ROUNDS failed calls at least"
}

# calls_to_fail CALL:ERRNO:COUNT...: CALL:ERRNO:N, a line each, from what the last run has called.
calls_to_fail() {
	local word call errno count total i
	for word; do
		IFS=: read -r call errno count <<<"$word"
		total=$(grep -cx "$call" "$CALLS")
		((count <= total)) || count=$total
		((count)) || continue
		for ((i = 0; i <= count; i++)); do echo "$call:$errno:$((i * total / count))"; done
	done
}

# check_failed_call: exit status, report, agent and history fit each other. Without a report it is 74, and stderr says why.
check_failed_call() {
	local said
	EXPECTATIONS=$((EXPECTATIONS + 1))
	((STATUS < 126)) || fail "$TRACED: the run broke, exit $STATUS"
	if [[ ! -s $OUT/report.json ]]; then
		((STATUS == 74)) && { [[ $TRACED == write:* ]] || grep -q report.json "$OUT/stderr"; } || fail "$TRACED: exit $STATUS without a report"
		return
	fi
	said=$(from_report '.action | "\(.kind) \(.result)"')
	case "$STATUS $said ${CHANGED:-0} $ENTRY" in
	'0 restart-unit restarted 1 restarted' | '74 restart-unit restarted 1 restarted') ;;
	# The save after the restart failed: what was written before it stands, and stderr says so.
	'0 restart-unit restarted 1 not-tried') grep -q 'cannot save the history' "$OUT/stderr" || [[ $TRACED == write:* ]] || fail "$TRACED: says nothing of the history" ;;
	'75 defer not-tried 0 none') ;;
	# The intent was there, and then could not be made sure of: it counts.
	'75 defer not-tried 0 not-tried') [[ $TRACED == fsync:* ]] || fail "$TRACED: a restart in the history that was not made" ;;
	'75 restart-unit refused 0 none' | '75 restart-unit refused 0 not-tried') ;;
	'10 restart-unit not-ready 1 not-ready' | '10 restart-unit not-ready 1 not-tried') ;;
	*) fail "$TRACED: exit $STATUS, said $said, changed ${CHANGED:-no}, history $ENTRY: $(<"$OUT/stderr")" ;;
	esac
}
