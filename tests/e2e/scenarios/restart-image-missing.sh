# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The cached archive of the agent's image is gone: the next start would have to download it from S3.

agent
lab_up
rm "$MACHINE_ROOT"/var/cache/ecs/ecs-agent.tar
printf 0 >"$MACHINE_ROOT/var/cache/ecs/state"
remember_agent
for mode in always 'always --force'; do
	$mode
	expect_refused image-missing 75
	expect_detail "an image is loaded, no archive in /var/cache/ecs, the cache's state file says 'not cached'"
done
expect_by_hand 'drain the instance; then sudo systemctl restart ecs'
expect_no_history
