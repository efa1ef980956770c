# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Without --deep no name is asked for that is not in the plan, whatever is wrong.

nat on
unbound_line 'log-queries: yes'
for service in ecs ecs-agent ecs-telemetry; do answers "$service" "${PUBLIC[$service]}"; done
lab_up
drop ecr.layers
probe 2 --expect any
expect_exit 1
same "names asked for" "$(printf '%s.\n' "${HOST[@]}" | sort)" "$(sed -n "s/.*info: $ENI_IPV4 \([^ ]*\) .*/\1/p" "$LAB/log/unbound" |
	grep -v '^lab-ready' | sort -u)"
