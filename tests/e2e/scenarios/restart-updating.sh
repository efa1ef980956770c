# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent has loaded an update of itself and is about to make room for it.

agent
lab_up
touch "$MACHINE_ROOT/var/cache/ecs/new.ecs-update.tar"
remember_agent
for mode in always 'always --force'; do
	$mode
	expect_refused update-in-progress 75
done
expect_by_hand ''
