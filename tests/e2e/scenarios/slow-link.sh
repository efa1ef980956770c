# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Fifty milliseconds each way: everything at once costs a handful of round trips, not eight times as many.

lab_up
link_delay 50000
probe 6
expect_healthy
expect_json 'all(.endpoints[].addresses[]; .connect_us >= 100000)'
expect_duration_within 1.2
