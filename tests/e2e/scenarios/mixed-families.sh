# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Private over IPv4 and public over IPv6: which one is taken is up to the client.

family dual
nat on
answers ecr.api "${PRIVATE[ecr.api]}" "${PUBLIC6[ecr.api]}"
lab_up
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn mixed-addresses
expect_others pass
expect_findings warn:mixed-addresses:ecr.api
