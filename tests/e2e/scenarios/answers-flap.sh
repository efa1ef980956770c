# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The nameserver answers privately, then publicly, with a TTL of 0, as half of a pool of servers that is wrong: one look
# sees nothing of it.

nat on
lab_up
dns_front "ecs=flap${PUBLIC[ecs]%% *}" "ecs-agent=flap${PRIVATE[ecs-agent]##* }"
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoint ecs warn answers-flap
expect_others pass
expect_findings warn:answers-flap:ecs
expect_advice answers-flap:ecs "a moment later ${PUBLIC[ecs]%% *}"
