# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No fault: a timer finds a healthy agent on the private path. Nothing is done, and nothing is written down.

agent
lab_up
remember_agent
if_stale
expect_idle nothing-stale
expect_verdict healthy
expect_no_text stderr .
expect_words report.txt 'restart none: ecsprobe found no old configuration, path, nameserver, /etc/hosts or trust store in use by the agent'
expect_no_history
