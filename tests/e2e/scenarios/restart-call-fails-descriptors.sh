# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No descriptor is left for some file, some socket or any more in a restart. Exit 0, restarted; or 75, defer
# (history-unusable), and the agent is untouched; or 10, refused or not-ready; or 74 without a report. Never down.

source "$E2E/crash.sh"
crash_lab
fail_calls openat:EMFILE:14 socket:EMFILE:6
last_restart
