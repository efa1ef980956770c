# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A machine with systemd and Docker and without an agent: a note, until somebody says that there must be one. Who may
# not ask Docker, or finds no bus, does not know.

dockerd
lab_up
probe 5
expect_healthy
expect_note agent-absent agent
expect_json '.agent | .runs_as == "absent" and .unit == null and .container == null'
expect_text report.txt '^agent +none on this machine'
for look in as_nobody outside; do
	$look probe 5
	expect_exit 0
	expect_verdict healthy
	expect_findings
	expect_note agent-unknown agent
	expect_json '.agent.runs_as == "unknown"'
done
as_nobody probe 5 --require-agent
expect_exit 0
probe 5 --require-agent
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:agent-absent:agent
