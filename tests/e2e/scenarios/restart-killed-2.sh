# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# SIGKILL at 27 points of time from the start of a restart to just beyond its end, part 2 of 3: the agent comes up
# whatever the point, and what is remembered of it is whole. No exit status, as there is nobody to have one; the run
# after each kill is healthy, exit 0, with the action none (nothing-stale).

source "$E2E/crash.sh"
BUDGET_S=45
LEAST_BETWEEN=1
crash_lab
kill_at_times 2 3
last_restart
