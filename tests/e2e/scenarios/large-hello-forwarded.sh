# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent asks the company's nameserver, which knows the same addresses and takes 0.3 s for ecr.api: Route 53 itself, which only
# the probe asks, names the address first. A ClientHello that spans two segments is lost there all the same.

nameservers "$CORPORATE_DNS"
corporate ecr.api "${PRIVATE[ecr.api]}"
lab_up
dns_front at "$CORPORATE_DNS" ecr.api=slow300
hello_split drop ecr.api
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn tls-large-hello
expect_others pass
expect_findings warn:tls-large-hello:ecr.api
