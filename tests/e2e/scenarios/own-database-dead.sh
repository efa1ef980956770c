# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The database's security group is closed; then it is open, and nothing listens. What is told to check is its port.

own_host
lab_up
own_address
drop "$OWN_ADDRESS"
db=$OWN_HOST:5432
probe 2 --host "$db"
expect_exit 1
expect_verdict unhealthy
expect_endpoint "$db" fail tcp-timeout
expect_others pass
expect_addresses "$db" "$OWN_ADDRESS=fail:tcp-timeout"
expect_findings "fail:tcp-timeout:$db"
expect_advice "tcp-timeout:$db" "$OWN_ADDRESS port 5432"
expect_json '.findings[] | select(.code == "tcp-timeout") | "\(.message) \(.hint)" | contains("443") | not'
expect_ended_within 2
restore
probe 4 --host "$db"
expect_exit 1
expect_endpoint "$db" fail tcp-refused
expect_others pass
expect_findings "fail:tcp-refused:$db"
expect_advice "tcp-refused:$db" 'port 5432.* the service runs'
