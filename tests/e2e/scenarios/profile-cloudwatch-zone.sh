# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint of monitoring is in one more zone, where the network ACL of the subnet is closed.

profile cloudwatch
answers monitoring "${PRIVATE[monitoring]}" 10.0.3.105
also_serve monitoring 10.0.3.105
lab_up
drop 10.0.3.0/24
probe 2 --profile cloudwatch --expect private
expect_exit 0
expect_verdict degraded
expect_endpoint monitoring warn partial-addresses
expect_others pass
expect_plan
expect_json '[endpoint("monitoring").addresses[] | select(.status == "fail")] | map([.ip, .code]) == [["10.0.3.105", "tcp-timeout"]]'
expect_findings warn:partial-addresses:monitoring
