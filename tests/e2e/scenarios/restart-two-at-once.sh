# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Two by hand at once: the first restarts the agent and waits for it, the second sees that somebody is at it, with --force
# too. Never two restarts.

agent
lab_up
agent_control register never
remember_agent
begin --restart-agent=always --ready-timeout 20
first=$BEGUN first_us=$BEGUN_US
poll 5 agent_was_restarted || fail "no restart was begun"
mkdir "$OUT/first"
mv "$OUT"/std* "$OUT/first"
for force in '' --force; do
	always --cool-down 0 $force
	expect_exit 75
	expect_action defer locked
	expect_detail 'it holds /var/lib/ecsprobe/lock'
	expect_by_hand ''
done
rm "$OUT"/report.*
agent_control register
BEGUN=$first BEGUN_US=$first_us
finish_run
expect_exit 0
expect_action restart-unit asked restarted
expect_history restarted
same "starts of the agent" 2 "$(docker_events start)"
expect_agent_running
