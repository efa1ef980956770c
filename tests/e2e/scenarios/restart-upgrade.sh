# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A newer agent was installed and is not loaded yet: a restart is also an upgrade, which no timer does unasked.

agent
endpoints_missing
lab_up
endpoints_created
printf 2 >"$MACHINE_ROOT/var/cache/ecs/state"
remember_agent
if_stale --force
expect_refused upgrade-not-allowed 75
expect_by_hand 'sudo ecsprobe --restart-agent=if-stale --allow-upgrade'
if_stale --allow-upgrade
expect_restarted stale
expect_json .action.upgrades
expect_words report.txt 'the agent is upgraded to the packaged version'
printf 2 >"$MACHINE_ROOT/var/cache/ecs/state"
remember_agent
always --cool-down 0
expect_restarted asked
expect_json .action.upgrades
