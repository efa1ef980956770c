# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A database that does not begin with TLS: connecting is all that is checked. On another port nobody knows that, and
# TLS is spoken to it as to everybody, which fails until /tcp says not to.

own_host
lab_up
database 5432 6543
db=$OWN_HOST:5432
probe 4 -v --host "$db"
expect_exit 0
expect_verdict healthy
expect_endpoint "$db" pass
expect_others pass
expect_class vpc "$db"
expect_findings
expect_json 'endpoint("'"$db"'") | .tcp_only and (.addresses | all(.tls == null and .tls_us == null and .connect_us > 0))'
expect_json '[.endpoints[] | select(.tcp_only)] | length == 1'
expect_text report.txt "^ok +$db .*TCP only"
expect_heard 5432 0

db=$OWN_HOST:6543
probe 4 --host "$db"
expect_exit 1
expect_endpoint "$db" fail tls-reset
expect_others pass
expect_findings "fail:tls-reset:$db"
expect_advice "tls-reset:$db" 'NAME:PORT/tcp'
expect_json 'endpoint("'"$db"'") | .tcp_only | not'

probe 4 --host "$db/tcp"
expect_exit 0
expect_endpoint "$db" pass
expect_others pass
expect_heard 6543 0

probe 4 --host "$OWN_HOST:5432/tls"
expect_exit 1
expect_endpoint "$OWN_HOST:5432" fail tls-reset
expect_heard 5432 8
