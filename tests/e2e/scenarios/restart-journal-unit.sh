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
# journalctl -x explains each of them.
in_machine sh -c "mkdir -p /usr/local/lib/systemd/catalog && cp '$ROOT/packaging/systemd/ecsprobe.catalog' \
	/usr/local/lib/systemd/catalog/ && journalctl --update-catalog"
in_machine journalctl -q --no-pager -x -t ecsprobe >"$OUT/explained"
expect_text explained '^.. Subject: ecs: no answer to the connection attempt$'
expect_text explained "What to check: For a private address check the endpoint's security group"
expect_text explained '^.. Subject: ecsprobe decided about the ECS agent: defer \(endpoints-fail\)$'
expect_text explained '^.. Subject: ecsprobe checked the AWS endpoints: unhealthy$'
same "events" 'action-decided action-finished finding run-finished' "$(in_machine journalctl -q --no-pager -o json -t ecsprobe |
	jq -sr '[.[].ECSPROBE_EVENT | values] | unique | join(" ")')"
expect_agent_running
