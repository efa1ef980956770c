# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# SIGTERM at any moment of a run where all is well: a whole report or, before the probe took the signal over, none.

lab_up
reported=0
for ((run = 0; run < 40; run++)); do
	delay=$(scaled "$(printf '0.%03d' $((5 + run * 75 / 39)))")
	rm -f "$OUT"/*
	ecsprobe_command "${TRUST[@]}" --timeout "$(scaled 3)" -o json="$OUT/report.json" -o text="$OUT/report.txt"
	start=${EPOCHREALTIME/./}
	"${COMMAND[@]}" >"$OUT/stdout" 2>"$OUT/stderr" </dev/null &
	pid=$!
	sleep "$delay"
	kill -TERM "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	status=$?
	echo "  SIGTERM after $delay s: exit $status"
	same "other files" "" "$(find "$OUT" -mindepth 1 -printf '%f\n' | grep -vE '^(stdout|stderr|report\.(json|txt))$')"
	if ((status == 143)); then
		# Killed by the signal: it had not begun.
		same "reports of a run that had not begun" "" "$(find "$OUT" -name 'report.*')"
		continue
	fi
	reported=$((reported + 1))
	ended "$status" "$start"
	check_report
	# Before there is a plan it is the instance that is left undecided.
	case $status in
	0) decided='.verdict == if all(.endpoints[]; .status == "pass") then "healthy" else "degraded" end
		and (.endpoints | length) == 8 and all(.endpoints[]; .status == "pass" or (.required | not))' ;;
	69) decided='.verdict == "unknown" and (.endpoints == [] or any(.endpoints[]; .required and .status == "skip"))' ;;
	*) decided=false ;;
	esac
	expect_json "($decided)"' and all(.endpoints[]; .status == "pass" or (.status == "skip" and .code == "interrupted"))
		and all(.findings[]; .severity == "note" or (.severity == "warn" and .code == "interrupted"))'
done
same "some runs began" 1 "$((reported > 0))"
