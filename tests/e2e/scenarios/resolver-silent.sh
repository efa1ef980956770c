# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The only nameserver says nothing: one finding, about the resolver, not eight.

lab_up
no_dns "${ROUTE53[@]}"
probe 2
expect_exit 1
expect_verdict unhealthy
expect_others fail dns-timeout
expect_findings fail:dns-timeout:route53
expect_ended_within 2
