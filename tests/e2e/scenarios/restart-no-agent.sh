# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Neither unit nor container: there is nothing to restart, and whoever asks for it expects that there is.

dockerd
lab_up
probe 5
expect_exit 0
expect_note agent-absent agent
for mode in if_stale always 'always --force' 'if_stale --dry-run'; do
	$mode
	expect_exit 1
	expect_action none no-agent
	expect_finding fail:agent-absent
	expect_by_hand ''
done
expect_no_history
