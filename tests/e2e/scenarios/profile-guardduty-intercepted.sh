# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A firewall that inspects TLS sits before GuardDuty's endpoint; GuardDuty's agent would not trust its certificates.

profile guardduty
lab_up
intercept guardduty-data
probe 4 --profile guardduty
expect_exit 1
expect_verdict unhealthy
expect_endpoint guardduty-data fail tls-untrusted
expect_others pass
expect_plan
expect_findings fail:tls-untrusted:guardduty-data
expect_advice tls-untrusted:guardduty-data 'Corporate Inspection CA'
