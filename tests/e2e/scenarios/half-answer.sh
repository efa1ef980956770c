# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The resolver answers A and says nothing to AAAA for one name, as some middleboxes do.

lab_up
dns_front ecs/AAAA=silent
probe 2
expect_exit 0
expect_verdict degraded
expect_endpoint ecs warn dns-timeout
expect_others pass
expect_all_addresses 2 pass ecs
expect_findings warn:dns-timeout:ecs
