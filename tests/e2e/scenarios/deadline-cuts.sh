# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The total deadline ends while a stage is inside its own budget: nothing is decided, nothing is called a timeout.

lab_up
no_dns "${ROUTE53[@]}"
probe 1 --dns-timeout "$(scaled 1)"
expect_exit 69
expect_verdict unknown
expect_others skip not-finished
expect_text report.txt '^UNKNOWN .*, 8 not checked, '
expect_json '.findings | any(.severity == "fail") | not'
expect_duration_within 1.1
expect_ended_within 1.1
