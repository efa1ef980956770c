# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the proof says no to indeed ends a start: of each way to end in the settings' test data, the first row. The agent
# that was left running is as before; a restart that asks nobody ends as the row says; with the right value it is back.

agent
lab_up
instance=$(agent_metadata | jq -r .ContainerInstanceArn)

# put KEY VALUE: into the file that the key names; "-": it is not set.
put() {
	: >/etc/ecs/ecs.config
	: >/etc/ecs/ecs.config.json
	[[ $2 == - ]] || case $1 in
	ecs.config.json) echo "$2" >/etc/ecs/ecs.config.json ;;
	*) echo "$1=$2" >/etc/ecs/ecs.config ;;
	esac
}

# ended WHO: the exit status of the agent, or of ecs-init.
how_it_ended() {
	if [[ $1 == init ]]; then
		in_machine journalctl -q -o cat -u ecs | grep -oE 'status=255' | sed 1q
	else
		grep -aoE 'Agent exited with code [0-9]+' "$MACHINE_ROOT/var/log/ecs/ecs-init.log" | tail -n 1
	fi
}

ends_as() {
	[[ $(how_it_ended "$1") == *[=\ ]"$2" ]]
}

declare -A tried=()
while IFS=$'\t' read -r key bad right _ _ who status _; do
	[[ $key != \#* && $status != back && ! ${tried[$who $status]-} ]] || continue
	tried[$who $status]=1
	remember_agent
	put "$key" "$bad"
	always --force
	expect_action defer "$([[ $key == *.json && $status != 5 ]] && echo config-json-invalid || echo config-would-fail)"
	expect_agent_untouched
	: >"$MACHINE_ROOT/var/log/ecs/ecs-init.log"
	in_machine systemctl restart ecs 2>/dev/null
	EXPECTATIONS=$((EXPECTATIONS + 1))
	if [[ $status == other ]]; then
		wait_agent_registered 20
		[[ $(agent_metadata | jq -r .ContainerInstanceArn) != "$instance" ]] || fail "$key=$bad: it is the same instance"
	else
		poll 10 ends_as "$who" "$status" || fail "$key=$bad: it ended with '$(how_it_ended "$who")', expected $status"
	fi
	put "$key" "$right"
	in_machine systemctl reset-failed ecs 2>/dev/null
	in_machine systemctl restart ecs
	wait_agent_registered 20 || fail "$key=$right: it does not come back"
	put "$key" -
	in_machine systemctl restart ecs
	wait_agent_registered 20 || fail "without $key it does not come back"
	instance=$(agent_metadata | jq -r .ContainerInstanceArn)
done <"$ROOT/tests/data/agent_settings.tsv"
same "ways to end" 'agent 1 agent 5 agent other init 255' "$(printf '%s\n' "${!tried[@]}" | sort | xargs)"
