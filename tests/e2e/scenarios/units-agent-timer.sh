# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecsprobe-agent.timer under systemd: a stale agent is restarted by it, out of a sandbox; stale again within the cool-down
# it is put off (75) without a failed unit; and where the endpoints fail it is refused, and the unit fails.

source "$E2E/units.sh"
agent
endpoints_missing
lab_up
install_units
expect_sandbox ecsprobe-agent.service 25
same "enabled by nobody" static,disabled "$(in_machine systemctl is-enabled ecsprobe-agent.service ecsprobe-agent.timer | paste -sd,)"
every_second ecsprobe-agent.timer
drop_in ecsprobe-agent.service '[Service]' Environment=SPLAY=1
expect_agent_peer ecs-agent-1 public
endpoints_created
remember_agent

timer_fires ecsprobe-agent.timer ecsprobe-agent.service 30 || fail "the timer does not fire"
in_machine systemctl stop ecsprobe-agent.timer
same "how the unit ended" success "$(unit_property ecsprobe-agent.service Result)"
same "who may read what it says" "drwx------" "$(stat -c %A /var/lib/ecsprobe)"
expect_agent_restarted
expect_agent_running
expect_agent_peer ecs-agent private
expect_history restarted
unit_entries ecsprobe-agent.service 'select(.ECSPROBE_RESULT) | "\(.ECSPROBE_ACTION) \(.ECSPROBE_REASON) \(.ECSPROBE_RESULT)"' >"$OUT/entries"
expect_text entries '^restart-unit stale restarted$'

remember_agent
echo ECS_LOGLEVEL=debug >>/etc/ecs/ecs.config
in_machine systemctl start ecsprobe-agent.service
same "exit status of systemctl" 0 "$?"
same "exit status of the unit" 75 "$(unit_property ecsprobe-agent.service ExecMainStatus)"
expect_unit ecsprobe-agent.service 'inactive dead'
expect_agent_untouched
unit_entries ecsprobe-agent.service '"\(.PRIORITY) \(.ECSPROBE_ACTION) \(.ECSPROBE_REASON)"' >"$OUT/entries"
expect_text entries '^4 defer cool-down$'

drop ecs
in_machine systemctl start ecsprobe-agent.service
same "exit status of systemctl" 1 "$?"
same "exit status of the unit" 1 "$(unit_property ecsprobe-agent.service ExecMainStatus)"
expect_unit ecsprobe-agent.service 'failed failed'
expect_agent_untouched
expect_agent_running
