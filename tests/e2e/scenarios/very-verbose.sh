# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# -v names every address, -vv what the system said about each.

lab_up
refuse 10.0.2.13
probe 4 -v
expect_exit 0
expect_endpoint ecr.api warn partial-addresses
expect_others pass
expect_findings warn:partial-addresses:ecr.api
for address in ${PRIVATE[ecs]} ${PRIVATE[ecr.api]} ${PUBLIC[ecr.layers]}; do
	expect_text report.txt "\\<${address//./\\.}\\>"
done
probe 4 -vv
expect_text report.txt 'Connection refused|ECONNREFUSED'
