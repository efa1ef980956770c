# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Somebody deletes the record after each restart: the unit's own times keep a timer from restarting without end.

agent
endpoints_missing
lab_up
endpoints_created
agent_control numbered yes
if_stale --ready-timeout 8
expect_exit 10
remember_agent
for _ in 1 2; do
	rm -rf /var/lib/ecsprobe
	if_stale
	expect_refused cool-down 75
done
