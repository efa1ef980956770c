# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A middlebox on the way to ecr.api loses a ClientHello that spans two segments, as one with a post-quantum key
# share does.

lab_up
hello_split drop ecr.api
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn tls-large-hello
expect_others pass
expect_findings warn:tls-large-hello:ecr.api
