# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The terminal goes away in the middle of a restart, as where an SSH connection breaks. SIGHUP is an end like SIGTERM: the
# report is written and the restart goes on. Under nohup it is none, and neither a dead terminal nor a pipe whose reader
# has gone changes what is done; that the report could not be shown there is told by the status.

agent
lab_up
agent_control stop_delay 1
HANG_UP=$OUT/hang-up
stopping() { unit_is ecs.service 'deactivating stop'; }

# begin_on_terminal [--ignore-hangup] OPTION...: begin on a terminal that is there until hang_up; the text goes to it.
begin_on_terminal() {
	local wrap="$E2E/servers/terminal.py"
	if [[ ${1-} == --ignore-hangup ]]; then
		wrap+=" $1"
		shift
	fi
	rm -f "$HANG_UP"
	remember_agent
	E2E_WRAP="$wrap $HANG_UP ${E2E_WRAP-}" begin --restart-agent=always --force --ready-timeout 20 -o text "$@"
}
hang_up() {
	poll 10 stopping || fail "no restart: $(unit_state ecs.service)"
	touch "$HANG_UP"
}

begin_on_terminal
hang_up
finish_run
# 74 for the text on the terminal would outrank it.
expect_exit 74
expect_action restart-unit asked not-ready
expect_detail 'a signal ended the wait; the restart itself goes on'
expect_history not-ready
expect_ended_within 5
poll 10 agent_running
expect_agent_restarted

begin_on_terminal --ignore-hangup
hang_up
finish_run
expect_exit 74
expect_action restart-unit asked restarted
expect_history not-ready restarted
expect_agent_restarted
expect_agent_running

# Nobody reads any more: neither what is said meanwhile nor the report.
remember_agent
rm -f "$OUT"/report.* "$OUT/gone"
ecsprobe_command "${TRUST[@]}" --timeout "$(scaled 5)" -o json="$OUT/report.json" -o text="$OUT/report.txt" -o text \
	--restart-agent=always --force --ready-timeout 20
BEGUN_US=${EPOCHREALTIME/./}
{
	"${COMMAND[@]}" 2>&1 </dev/null
	echo $? >"$OUT/gone"
} | true
ended "$(<"$OUT/gone")" "$BEGUN_US"
check_report
expect_exit 74
expect_action restart-unit asked restarted
expect_agent_restarted
expect_agent_running
