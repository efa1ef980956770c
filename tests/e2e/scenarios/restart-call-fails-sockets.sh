# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# System calls on sockets and of the event loop that fail in a restart. Exit 0, restarted; or 10, refused or not-ready, and
# the report says which. Never down.

source "$E2E/crash.sh"
crash_lab
fail_calls connect:ECONNREFUSED:6 sendmsg:EPIPE:9 recvmsg:EIO:4 sendto:EPIPE:3 epoll_ctl:ENOMEM:6
last_restart
