# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The system bus hangs: the endpoints are checked all the same, in time, and nobody claims to know about the unit.

agent
lab_up
hang dbus.service
probe 3 -v
expect_healthy
expect_ended_within 3
expect_note agent-unknown agent
expect_json '.agent | .runs_as == "unknown" and .unit.known == false and .container.state == "running"'
expect_text report.txt 'the system bus did not answer|its unit'
as_nobody probe 3
expect_healthy
expect_ended_within 3
