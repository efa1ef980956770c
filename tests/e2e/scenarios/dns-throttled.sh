# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Every third question is lost the first time it is asked, as when the interface's 1024 packets a second
# to the resolver are used up; sent again, all are answered.

lab_up
dns_front every=lose3
probe 8
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:dns-throttled:route53
