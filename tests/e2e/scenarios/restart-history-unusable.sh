# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# /var/lib/ecsprobe cannot be written: a restart that is not counted is not made, not even with --force.

agent
lab_up
in_machine sh -c 'mkdir -p /var/lib/ecsprobe && mount -t tmpfs -o ro,mode=700 none /var/lib/ecsprobe'
remember_agent
for mode in always 'always --force'; do
	$mode
	expect_refused history-unusable 75
	expect_detail 'Read-only file system'
	expect_by_hand 'sudo systemctl restart ecs'
done
