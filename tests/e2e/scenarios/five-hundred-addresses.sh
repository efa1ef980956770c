# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Five hundred addresses behind one name, over TCP: not all are tried, and the report says so.

many=()
for ((i = 0; i < 500; i++)); do many+=("10.0.$((8 + i / 250)).$((1 + i % 250))"); done
answers ecr.api "${many[@]}"
also_serve ecr.api "${many[@]}"
lab_up
probe 10
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn too-many-addresses
expect_others pass
expect_all_addresses 128 pass ecr.api
expect_findings warn:too-many-addresses:ecr.api
