# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Some system call of a restart fails, whichever it is. Exit 0, restarted; or 75, defer, and the agent is untouched; or 10,
# refused or not-ready; or 74 without a report. Never down.
# limit: 400 s

source "$E2E/crash.sh"
crash_lab
fail_any_calls 12 EINTR ENOMEM EMFILE ENOSPC EIO EPERM EACCES EAGAIN EINVAL
last_restart
