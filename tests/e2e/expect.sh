# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# How a scenario runs ecsprobe and says what must come of it. A failed expectation is noted and
# the scenario goes on, so that one run shows all that is wrong.

OUT=/run/lab/out
CA=$CACHE/pki/ca.pem
TRUST=(--ca-file "$CA")
FAILURES=0
EXPECTATIONS=0
SHIFT_S=
VARIABLES=()
declare -A NAMED
# What stands before every command: how to get where it is to run. See machine.sh.
PREFIX=()

# scaled SECONDS: more under valgrind and its like.
scaled() {
	awk -v s="$1" -v f="${E2E_SCALE:-1}" 'BEGIN { printf "%g", s * f }'
}

# shifted SECONDS COMMAND...: a run of ecsprobe that believes this clock is so far ahead, or behind if negative.
shifted() {
	SHIFT_S=$1
	"${@:2}"
	SHIFT_S=
}

# with_variables NAME=VALUE... -- COMMAND...: a run of ecsprobe that has these in its environment.
with_variables() {
	while [[ $1 != -- ]]; do
		VARIABLES+=("$1")
		shift
	done
	"${@:2}"
	VARIABLES=()
}

# ecsprobe_command OPTION...: what to execute, in the array COMMAND: no word of the caller's environment.
ecsprobe_command() {
	local name wrap
	read -ra wrap <<<"${E2E_WRAP-}"
	COMMAND=("${PREFIX[@]}" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/ LANG=C TERM=dumb "${VARIABLES[@]}")
	for name in ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS; do
		[[ ! -v $name ]] || COMMAND+=("$name=${!name}")
	done
	# Its leak checker gives up under another tracer.
	[[ ! $SHIFT_S && ${E2E_WRAP-} != strace* ]] || COMMAND+=(LSAN_OPTIONS=detect_leaks=0)
	[[ ! $SHIFT_S ]] || COMMAND+=("$CACHE/clockshift" "$SHIFT_S")
	COMMAND+=("${wrap[@]}" "$BINARY" "$@")
}

# ecsprobe OPTION...: a bare run; sets STATUS, leaves $OUT/stdout and $OUT/stderr.
ecsprobe() {
	local start=${EPOCHREALTIME/./}
	ecsprobe_command "$@"
	"${COMMAND[@]}" >"$OUT/stdout" 2>"$OUT/stderr" </dev/null
	ended "$?" "$start"
}

# ended STATUS START_US: notes how a run went.
ended() {
	STATUS=$1
	WALL_US=$((${EPOCHREALTIME/./} - $2))
	NAMED=()
	set_wrapper_apart
	echo "\$ ${COMMAND[*]}"
	echo "  exit $STATUS after $((WALL_US / 1000)) ms"
	# 126 and up: not executable, not found, killed by a signal. 99: valgrind found something.
	if ((STATUS == 99 || STATUS >= 126)); then fail "the run broke, exit $STATUS"; fi
}

# set_wrapper_apart: what valgrind says goes to $OUT/wrapper, so that stderr is the binary's alone.
set_wrapper_apart() {
	local pattern='^(--|==)[0-9]+(--|==)'
	[[ ${E2E_WRAP-} ]] || return 0
	grep -E -- "$pattern" "$OUT/stderr" >"$OUT/wrapper"
	sed -i -E "/$pattern/d" "$OUT/stderr"
}

# trust_host: from now on no --ca-file.
trust_host() {
	TRUST=()
}

# probe SECONDS OPTION...: the usual run, with that --timeout and with reports in $OUT.
probe() {
	rm -f "$OUT"/report.*
	ecsprobe "${TRUST[@]}" --timeout "$(scaled "$1")" \
		-o json="$OUT/report.json" -o text="$OUT/report.txt" "${@:2}"
	check_report
}

# check_report: what holds for every report.
check_report() {
	local breaches
	EXPECTATIONS=$((EXPECTATIONS + 1))
	if ! breaches=$(jq -r --argjson exit "$STATUS" -f "$E2E/report.jq" "$OUT/report.json" 2>&1); then
		fail "unreadable report: $breaches"
	elif [[ $breaches ]]; then
		fail "the report contradicts itself: $breaches"
	fi
	[[ -s $OUT/report.txt ]] || fail "no text report"
	# Held against the schema with all others when the runner is through.
	[[ ! ${E2E_REPORTS-} || $breaches ]] || cp "$OUT/report.json" "$E2E_REPORTS/$ECSPROBE_LAB-$EXPECTATIONS.json"
}

fail() {
	echo "  NOT AS EXPECTED: $*"
	FAILURES=$((FAILURES + 1))
}

# same WHAT EXPECTED ACTUAL
same() {
	EXPECTATIONS=$((EXPECTATIONS + 1))
	[[ $2 == "$3" ]] || fail "$1: expected '$2', is '$3'"
}

# from_report JQ_PROGRAM [ARG...]: the program may use $ARGS.positional, endpoint(SERVICE), and of --api call(ID), named(MEMBER).
from_report() {
	if [[ ! -s $OUT/report.json ]]; then
		echo "no report"
		return
	fi
	jq -r "def endpoint(\$service): .endpoints[] | select(.service == \$service);
		def call(\$id): .api.calls[] | select(.call == \$id);
		def named(\$member): .api.named[\$member]; $1" \
		"$OUT/report.json" --args "${@:2}" 2>&1
}

expect_exit() {
	same "exit status" "$1" "$STATUS"
}

expect_verdict() {
	same verdict "$1" "$(from_report .verdict)"
}

# expect_endpoint SERVICE STATUS [CODE]
expect_endpoint() {
	NAMED[$1]=1
	same "endpoint $1" "$2 ${3-null}" "$(from_report \
		'endpoint($ARGS.positional[0]) | "\(.status) \(.code)"' "$1")"
}

# expect_endpoints STATUS [CODE] -- SERVICE...: several alike.
expect_endpoints() {
	local service words=()
	while [[ $1 != -- ]]; do
		words+=("$1")
		shift
	done
	shift
	for service; do expect_endpoint "$service" "${words[@]}"; done
}

# expect_plan: exactly the services that the lab has, each by the host of its catalog.
expect_plan() {
	local service
	same "plan" "$(for service in "${SERVICES[@]}"; do echo "$service ${HOST[$service]}"; done | sort)" \
		"$(from_report '.endpoints[] | "\(.service) \(.host)"' | sort)"
}

# expect_others STATUS [CODE]: every endpoint that no expectation has named since the run.
expect_others() {
	local service
	for service in "${SERVICES[@]}"; do
		[[ -v NAMED[$service] ]] || expect_endpoint "$service" "$@"
	done
	same "number of endpoints" "${#NAMED[@]}" "$(from_report '.endpoints | length')"
}

# expect_class CLASS SERVICE...
expect_class() {
	local service
	for service in "${@:2}"; do
		same "class of $service" "$1" "$(from_report \
			'endpoint($ARGS.positional[0]) | .class' "$service")"
	done
}

# expect_addresses SERVICE IP=STATUS[:CODE]...: all of them; "unjudged" may follow as another :word.
expect_addresses() {
	same "addresses of $1" "$(printf '%s\n' "${@:2}" | sort)" "$(from_report '
		endpoint($ARGS.positional[0]) | .addresses[] |
		"\(.ip)=\(.status)" + (if .code then ":\(.code)" else "" end) + (if .judged then "" else ":unjudged" end)' \
		"$1" | sort)"
}

# expect_all_addresses COUNT STATUS[:CODE] SERVICE...: so many, all alike and judged.
expect_all_addresses() {
	local service
	for service in "${@:3}"; do
		same "addresses of $service" "$1 $2" "$(from_report '
			[endpoint($ARGS.positional[0]) | .addresses[] | select(.judged)] |
			"\(length) " + (map(.status + (if .code then ":\(.code)" else "" end)) | unique | join(" "))' "$service")"
	done
}

# shellcheck disable=SC2120
# expect_findings [SEVERITY:CODE:SUBJECT...]: exactly these of severity warn and fail.
expect_findings() {
	same "findings" "$( (($# == 0)) || printf '%s\n' "$@" | sort)" "$(from_report '
		.findings[] | select(.severity != "note") | "\(.severity):\(.code):\(.subject)"' | sort)"
}

# expect_note CODE [SUBJECT]: among the notes.
expect_note() {
	expect_json ".findings | any(.severity == \"note\" and .code == \"$1\" and (\"${2-}\" == \"\" or .subject == \"${2-}\"))"
}

# expect_advice CODE:SUBJECT REGEX: the message or the hint of that finding.
expect_advice() {
	EXPECTATIONS=$((EXPECTATIONS + 1))
	from_report '.findings[] | select("\(.code):\(.subject)" == $ARGS.positional[0]) | "\(.message) \(.hint)"' "$1" |
		grep -qiE -- "$2" || fail "neither message nor hint of $1 has $2"
}

# expect_secret WORD: no output has it, however talkative.
expect_secret() {
	local file
	for file in stdout stderr report.txt report.json; do expect_no_text "$file" "$1"; done
}

# expect_printable: nothing in any output but ASCII that a terminal shows.
expect_printable() {
	local file
	for file in stdout stderr report.txt report.json; do
		EXPECTATIONS=$((EXPECTATIONS + 1))
		! LC_ALL=C grep -qaP '[^\t\x20-\x7e]' "$OUT/$file" || fail "$file has what is not printable"
	done
}

# expect_json JQ_CONDITION [ARG...]
expect_json() {
	same "$1" true "$(from_report "$@")"
}

# expect_healthy: the exact opposite of trouble.
expect_healthy() {
	expect_exit 0
	expect_verdict healthy
	expect_others pass
	expect_findings
}

# expect_text FILE REGEX: some line of $OUT/FILE matches.
expect_text() {
	EXPECTATIONS=$((EXPECTATIONS + 1))
	grep -qE -- "$2" "$OUT/$1" || fail "$1 has no line like $2"
}

# expect_no_text FILE REGEX
expect_no_text() {
	EXPECTATIONS=$((EXPECTATIONS + 1))
	if [[ ! -e $OUT/$1 ]]; then
		fail "no $1"
		return
	fi
	! grep -qE -- "$2" "$OUT/$1" || fail "$1 has a line like $2: $(grep -m1 -E -- "$2" "$OUT/$1")"
}

# expect_ended_within SECONDS: exact for the shipped file only, with slack for starting a process.
expect_ended_within() {
	[[ ! ${E2E_WRAP-} ]] || return 0
	EXPECTATIONS=$((EXPECTATIONS + 1))
	awk -v wall="$WALL_US" -v limit="$1" 'BEGIN { exit !(wall <= (limit + 0.5) * 1000000) }' ||
		fail "took $((WALL_US / 1000)) ms, limit $1 s + 500 ms"
}

# expect_duration_within SECONDS: by the report's own clock, which starts with the process.
expect_duration_within() {
	[[ ! ${E2E_WRAP-} ]] || return 0
	expect_json ".duration_us <= $1 * 1000000"
}

# skip REASON: what the scenario needs is missing here; a failure under STRICT=1.
skip() {
	echo "skip: $*"
	exit 77
}

# needs PROGRAM...: beside those of every lab (enter.sh); the scenario is skipped without them.
needs() {
	local program missing=()
	for program; do
		PATH=$PATH:/usr/sbin:/sbin type -P "$program" >/dev/null || missing+=("$program")
	done
	((${#missing[@]} == 0)) || skip "not installed: ${missing[*]} (run: scripts/setup scenarios)"
}

# not_applicable REASON: the scenario says nothing about this binary.
not_applicable() {
	echo "skip: $*"
	exit 78
}

# show_output SCENARIO: all there is, when something is wrong. E2E_KEEP=DIR keeps the files too.
show_output() {
	local file
	for file in "$OUT"/*; do
		[[ -s $file ]] || continue
		echo "--- ${file##*/}"
		case $file in
		*/report.json) jq -r -f "$E2E/digest.jq" "$file" 2>/dev/null || head -c 4000 "$file" ;;
		*) head -n 60 "$file" ;;
		esac
	done
	for file in "$LAB"/log/*; do
		[[ ! -s $file ]] || sed "s/^/${file##*/}: /" "$file" | tail -n 8
	done
	machine_show
	if [[ ${E2E_KEEP-} ]]; then
		mkdir -p "$E2E_KEEP"
		cp -rT "$OUT" "$E2E_KEEP/$1"
	fi
}

# finish SCENARIO: its end.
finish() {
	((EXPECTATIONS)) || fail "nothing was expected"
	((FAILURES)) || exit 0
	show_output "$1"
	exit 1
}
