# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The first address of ecr.api takes no connection, so no ClientHello is sent there; the second loses one that spans two
# segments. Both are reported.

lab_up
read -r first second <<<"${PRIVATE[ecr.api]}"
drop "$first"
hello_split drop "$second"
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn partial-addresses
expect_others pass
expect_addresses ecr.api "$first=fail:tcp-timeout" "$second=pass"
expect_findings warn:partial-addresses:ecr.api warn:tls-large-hello:ecr.api
