# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# /etc/hosts pins ecr.api to one of its addresses. Where a long ClientHello is lost on the way to that one, it is reported;
# where it is lost on the way to the other, which nobody here dials, nothing is.

read -r first second <<<"${PRIVATE[ecr.api]}"
pinned "$first" ecr.api
lab_up
hello_split drop "$first"
probe 4
expect_exit 0
expect_verdict degraded
expect_findings warn:hosts-override:ecr.api warn:tls-large-hello:ecr.api
in_vpc nft delete table inet middlebox
hello_split drop "$second"
probe 4
expect_exit 0
expect_verdict degraded
expect_findings warn:hosts-override:ecr.api
