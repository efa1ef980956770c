# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the packaged check sees of the agent: as it is packaged, with a name for its user, and as root. At each step it says
# what it does not see; a dead agent makes the unit fail as soon as its unit can be seen.

source "$E2E/units.sh"
agent
lab_up
install_units
# sees SEEN STATUS: one run.
sees() {
	in_machine systemctl start ecsprobe.service
	same "exit status of the unit" "$2" "$(unit_property ecsprobe.service ExecMainStatus)"
	same "how much it sees" "$1" "$(jq -r .agent_seen "$PROM_REPORT")"
	same "owner and mode of the textfile" "-rw-r--r--" "$(stat -Lc %A "$PROM")"
	unit_entries ecsprobe.service 'select(.ECSPROBE_AGENT_SEEN) | .ECSPROBE_AGENT_SEEN' | tail -n 1 >"$OUT/seen"
	same "what the journal has of it" "$1" "$(<"$OUT/seen")"
}
agent_series() {
	same "series of the agent" "$*" "$(grep -E '^ecsprobe_agent_(seen|running|registered|stale) ' "$PROM" | sed 's/^ecsprobe_agent_//' | paste -sd ' ')"
}

sees partial 0
agent_series seen 0 running 1 registered 1

install -D -m 644 "$ROOT/packaging/systemd/sysusers.conf" /etc/sysusers.d/ecsprobe.conf
in_machine systemd-sysusers
expect_sandbox ecsprobe.service 20
sees partial 0
same "whether it sees the unit" true "$(jq -r .agent.unit.known "$PROM_REPORT")"
same "whether it is anybody's" '' "$(in_machine id -Gn ecsprobe-check | tr ' ' '\n' | grep -vx ecsprobe-check)"
in_machine systemctl stop ecs.service
sees partial 1
expect_unit ecsprobe.service 'failed failed'
agent_series seen 0 registered 0
in_machine systemctl start ecs.service
wait_agent_registered 30
sees partial 0

install -D -m 644 "$ROOT/packaging/systemd/whole-agent.conf" /etc/systemd/system/ecsprobe.service.d/whole-agent.conf
in_machine systemctl daemon-reload
expect_sandbox ecsprobe.service 25
remember_agent
sees full 0
agent_series seen 1 running 1 registered 1 stale 0
expect_agent_untouched
agent_config ECS_LOGLEVEL=debug
sees full 0
agent_series seen 1 running 1 registered 1 stale 1
expect_agent_untouched
