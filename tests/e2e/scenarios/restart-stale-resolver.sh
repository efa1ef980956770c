# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Other nameservers since the agent's start (DHCP options were changed): Docker copies resolv.conf when a container
# starts, so that the agent asks whom the host no longer asks.

agent
corporate ecs ${PRIVATE[ecs]}
lab_up
echo "nameserver ${ROUTE53[1]}" >/etc/resolv.conf
remember_agent
if_stale
expect_restarted stale
expect_evidence "agent-stale-resolver: ${ROUTE53[0]}"
expect_verdict healthy
expect_no_finding agent-stale-resolver
