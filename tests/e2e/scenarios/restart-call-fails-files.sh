# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# System calls on files that fail in a restart: no space, an input/output error. Exit 0, restarted; or 75, defer
# (history-unusable), and the agent is untouched; or 74 without a report. Never down.

source "$E2E/crash.sh"
crash_lab
fail_calls renameat:ENOSPC:9 fsync:EIO:9 unlinkat:EIO:9 write:ENOSPC:9
last_restart
