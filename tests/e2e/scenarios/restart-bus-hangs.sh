# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The system bus hangs while it is asked how the agent is run: nothing is known, so nothing is touched.

agent
lab_up
remember_agent
pkill -STOP -x dbus-daemon
always --timeout 2
pkill -CONT -x dbus-daemon
expect_refused status-unknown 75
expect_ended_within 4
expect_note agent-unknown agent
expect_no_history
