# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecsprobe.timer under systemd: it fires again and again, the textfile is replaced as a whole, the journal has the
# fields, a fault makes the unit failed and the timer goes on, and the sandbox sees what a run by hand sees.

source "$E2E/units.sh"
needs promtool
agent
lab_up
install_units
expect_sandbox ecsprobe.service 20
every_second ecsprobe.timer

timer_fires ecsprobe.timer ecsprobe.service 20 || fail "the timer does not fire"
same "how the unit ended" success "$(unit_property ecsprobe.service Result)"
first=$(stat -Lc %i "$PROM")
read_all_along "$PROM"
poll 20 unit_ran_since ecsprobe.service 3 || fail "the timer does not fire again"
stop_reading
[[ $(stat -Lc %i "$PROM") != "$first" ]] || fail "the textfile is the old one"
same "owner and mode of the textfile" "-rw-r--r--" "$(stat -Lc %A "$PROM")"
same "what is in its directory" "ecsprobe.prom report.json report.txt" "$(cd "${PROM%/*}" && echo *)"
promtool check metrics <"$PROM" >"$OUT/promtool" 2>&1 || fail "promtool: $(<"$OUT/promtool")"
unit_entries ecsprobe.service '"\(.PRIORITY) \(.ECSPROBE_VERDICT) \(.ECSPROBE_VERSION != null)"' >"$OUT/entries"
same "entries of healthy runs" '6 healthy true' "$(sort -u "$OUT/entries")"

in_machine systemctl stop ecsprobe.timer
unit_report "$PROM_REPORT"
as_nobody probe 5 --expect private
expect_exit 0
same_as_by_hand
# The bus of Debian 12 turns users away that systemd has made up; the agent is seen without it.
same "whether the agent is there" true "$(jq -r .agent.introspection.answers "$OUT/unit.json")"
same "findings that are no note" 0 "$(jq '[.findings[] | select(.severity != "note")] | length' "$OUT/unit.json")"

drop ecr.dkr
in_machine systemctl start ecsprobe.service
same "exit status of systemctl" 1 "$?"
expect_unit ecsprobe.service 'failed failed'
same "exit status of the unit" 1 "$(unit_property ecsprobe.service ExecMainStatus)"
expect_series "ecsprobe_endpoint_up{service=\"ecr.dkr\",host=\"${HOST[ecr.dkr]}\"} 0"
expect_series 'ecsprobe_verdict{verdict="unhealthy"} 1'
unit_entries ecsprobe.service '"\(.PRIORITY) \(.ECSPROBE_CODE) \(.ECSPROBE_SEVERITY) \(.ECSPROBE_SUBJECT) \(.ECSPROBE_ENDPOINT)"' >"$OUT/entries"
expect_text entries "^3 tcp-timeout fail ecr.dkr ${HOST[ecr.dkr]}\$"
unit_report "$PROM_REPORT"
as_nobody probe 5 --connect-timeout 1 --expect private
expect_exit 1
same_as_by_hand
timer_fires ecsprobe.timer ecsprobe.service 20 || fail "the timer does not fire after a failure"
restore
poll 20 unit_is ecsprobe.service 'inactive dead' || fail "the unit stays failed"
