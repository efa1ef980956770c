# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Sixty addresses behind one name, in one large datagram: all are tried.

sixty=()
for ((i = 1; i <= 60; i++)); do sixty+=("10.0.1.$((100 + i))"); done
answers ecr.api "${sixty[@]}"
also_serve ecr.api "${sixty[@]}"
lab_up
probe 6
expect_healthy
expect_all_addresses 60 pass ecr.api
