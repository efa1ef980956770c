# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Packets above 1200 bytes to ecr.api vanish without a word: a large ClientHello never arrives, in small
# segments it does.

lab_up
mtu_out 1200 ecr.api
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail tls-mtu
expect_others pass
expect_findings fail:tls-mtu:ecr.api
