# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The documents for Systems Manager as its agent runs them, root and sh: what fits into the output that Run Command keeps,
# the summary in what its console shows, a fault as a failed command, and a restart that is put off as none.

source "$E2E/units.sh"
agent
endpoints_missing
lab_up
install_units
in_machine install -d /etc/ecsprobe
echo "ca-file = /usr/share/lab-ca.pem" >"$MACHINE_ROOT/etc/ecsprobe/ecsprobe.conf"
echo "connect-timeout = 1" >>"$MACHINE_ROOT/etc/ecsprobe/ecsprobe.conf"

# send_command DOCUMENT [PARAMETER=VALUE...]
send_command() {
	jq -r '.parameters as $p | (reduce ($ARGS.positional[] | capture("(?<key>[^=]+)=(?<value>.*)")) as $one ({};
		.[$one.key] = $one.value)) as $given | .mainSteps[0].inputs.runCommand[]
		| gsub("{{ (?<name>[A-Za-z]+) }}"; .name as $n | $given[$n] // $p[$n].default)' \
		"$ROOT/packaging/fleet/$1.json" --args "${@:2}" >"$MACHINE_ROOT/usr/share/_script.sh"
	in_machine env -i sh /usr/share/_script.sh >"$OUT/command.out" 2>"$OUT/command.err"
	STATUS=$?
	same "what is too long for Run Command" '' "$(tail -c +24001 "$OUT/command.out")"
	head -n 1 "$OUT/command.out" >"$OUT/summary"
	same "whether the summary fits into the console" 1 "$(($(wc -c <"$OUT/summary") <= 2500))"
}

send_command ssm-check Expect=any
expect_exit 0
same "summary" 'healthy 8 0' "$(jq -r '"\(.Verdict) \(.EndpointsPassed) \(.EndpointsFailed)"' "$OUT/summary")"
same "lines that are no object" 0 "$(grep -E -vc '^\{.*\}$' "$OUT/command.out")"
send_command ssm-check
expect_exit 1
same "summary" unhealthy "$(jq -r .Verdict "$OUT/summary")"

endpoints_created
remember_agent
send_command ssm-restart
expect_exit 0
same "planned" 'restart-unit stale not-tried true' "$(jq -r 'select(.type == "action") | "\(.kind) \(.reason) \(.result) \(.dry_run)"' "$OUT/command.out")"
expect_agent_untouched
send_command ssm-restart DryRun=no
expect_exit 0
expect_agent_restarted
remember_agent
send_command ssm-restart DryRun=no When=always
expect_exit 0
expect_text command.out '^ecsprobe: deferred, the agent was not touched \(75\)$'
expect_agent_untouched
drop ecs
send_command ssm-check
expect_exit 1
same "summary" '["ecs"]' "$(jq -c .Failed "$OUT/summary")"
expect_text command.out '"code":"tcp-timeout"'
