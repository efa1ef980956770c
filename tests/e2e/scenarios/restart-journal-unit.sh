# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Run by systemd, as from a timer, the findings are in the journal too; a refusal is a warning there.

source "$E2E/units.sh"
agent
lab_up
drop ecs
in_machine systemd-run -q --wait --unit probe-now "$BINARY" "${TRUST[@]}" --timeout 5 --connect-timeout 1 --restart-agent=always
same "exit status" 1 "$?"
unit_entries probe-now.service \
	'"\(.PRIORITY) \(.ECSPROBE_CODE // .ECSPROBE_REASON // .ECSPROBE_VERDICT) \(.ECSPROBE_ENDPOINT // "-")"' >"$OUT/entries"
expect_text entries "^3 tcp-timeout ecs.$SUFFIX\$"
expect_text entries '^3 endpoints-fail -$'
expect_text entries '^3 unhealthy -$'
expect_agent_running
