# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The record of restarts is garbage: that is said, it is begun afresh, and the unit's own times still count, so that
# nobody loops.

agent
lab_up
in_machine systemctl restart ecs
wait_agent_registered
mkdir -m 700 /var/lib/ecsprobe
printf '{"schema":"ecsprobe.restarts/1","restarts":[{"ti\x00me' >"$HISTORY"
remember_agent
always
expect_refused cool-down 75
expect_words stderr 'cannot read the record of earlier restarts; starting a new one'
always --cool-down 0
expect_restarted asked
expect_words stderr 'starting a new one'
expect_history restarted
always --dry-run
expect_no_text stderr 'starting a new one'
