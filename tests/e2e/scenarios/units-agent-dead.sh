# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecsprobe-agent.service where the agent is dead and its restart is put off: the unit fails, so that a timer does not hide
# it, and the journal has the reason. Once Docker is back the next run starts the agent, and the unit is well.

source "$E2E/units.sh"
agent
lab_up
install_units
drop_in ecsprobe-agent.service '[Service]' Environment=SPLAY=0
in_machine systemctl stop --quiet docker.socket docker.service
poll 10 unit_is docker.service 'inactive dead'
in_machine systemctl start ecsprobe-agent.service
same "exit status of systemctl" 1 "$?"
same "exit status of the unit" 1 "$(unit_property ecsprobe-agent.service ExecMainStatus)"
expect_unit ecsprobe-agent.service 'failed failed'
unit_entries ecsprobe-agent.service 'select(.ECSPROBE_ACTION) | "\(.ECSPROBE_ACTION) \(.ECSPROBE_REASON)"' >"$OUT/entries"
expect_text entries '^defer docker-inactive$'

in_machine systemctl start --quiet docker.socket docker.service
in_machine systemctl start ecsprobe-agent.service
same "exit status of systemctl" 0 "$?"
same "exit status of the unit" 0 "$(unit_property ecsprobe-agent.service ExecMainStatus)"
expect_agent_running
