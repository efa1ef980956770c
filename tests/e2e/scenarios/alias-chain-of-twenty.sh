# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Twenty aliases, one behind the other, and then the addresses.

lab_up
dns_front ecs=cname20
probe 4
expect_healthy
expect_all_addresses 2 pass ecs
