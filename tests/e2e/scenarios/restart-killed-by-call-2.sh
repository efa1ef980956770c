# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# SIGKILL right before each system call from the lock to beyond the request, and before 30 more up to the end, part 2
# of 3: the agent comes up whatever the call, and what is remembered of it is whole. No exit status, as there is nobody
# to have one; the run after each kill is healthy, exit 0, with the action none (nothing-stale).

source "$E2E/crash.sh"
LEAST_BEFORE=4 LEAST_BETWEEN=2
crash_lab
kill_at_calls 2 3
last_restart
