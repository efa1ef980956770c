# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# SIGTERM and SIGINT by turns at 24 points of a restart. Before the request: exit 75, verdict healthy, action defer
# (interrupted), and the agent is untouched. After it: exit 10, verdict unhealthy (agent-not-ready), action restart-unit (asked), not-ready,
# and the restart goes on. When all is over: exit 0, restarted.

source "$E2E/crash.sh"
LEAST_BEFORE=2 LEAST_BETWEEN=2
crash_lab
signal_at_calls TERM INT
last_restart
