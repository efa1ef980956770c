# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A machine with systemd and Docker and without an agent: a note, until somebody says that there must be one.

dockerd
lab_up
# To who looks from outside, it is a machine without systemd too.
rmdir /run/systemd/system
for look in probe 'as_nobody probe' 'outside probe'; do
	$look 5 -v
	expect_healthy
	[[ $look == as_nobody* ]] || expect_note agent-absent agent
done
probe 5
expect_json '.agent.runs_as == "absent"'
expect_text report.txt '^agent +none on this machine'
probe 5 --require-agent
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:agent-absent:agent
