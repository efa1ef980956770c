# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Beside an agent, no file of this host is opened twice in a run. What is below /proc/PID is looked at before and after,
# as the number may be another process's by then, and with it what that process has for its root; c-ares is asked for
# many channels, and reads no file for one.

needs strace
agent
lab_up
# Both units have the settings of the manager.
mkdir -p /etc/systemd/system.conf.d
printf '[Manager]\nDefaultLimitCORE=0:infinity\n' >/etc/systemd/system.conf.d/10-lab.conf
for unit in docker ecs; do
	[[ -e /etc/systemd/system/$unit.service ]] || printf '[Service]\nExecStart=/usr/bin/true\n' >"/etc/systemd/system/$unit.service"
done
E2E_WRAP="strace -f -qq -e trace=open,openat,openat2 -o $OUT/trace" probe 10
expect_exit 0
expect_text trace '/proc/self/mountinfo'
same "files that were opened twice" '' "$(sed -n 's/.*AT_FDCWD, "\([^"]*\)".*/\1/p' "$OUT/trace" |
	grep -vE '^(/|\.|/proc|/proc/[0-9].*)$' | sort | uniq -d)"
expect_no_text trace 'nsswitch|netsvc|svc\.conf|localtime'
