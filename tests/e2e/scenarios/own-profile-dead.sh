# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A host of the user's own profile is silent: required, then optional.

own_host
lab_up
own_address
drop "$OWN_ADDRESS"
own_profile payments "host = $OWN_HOST:5432 private"
probe 2 --profile ecs,payments
expect_exit 1
expect_verdict unhealthy
expect_endpoint "$OWN_HOST:5432" fail tcp-timeout
expect_others pass
expect_findings "fail:tcp-timeout:$OWN_HOST:5432"
own_profile payments "host = $OWN_HOST:5432 private optional"
probe 2 --profile ecs,payments
expect_exit 0
expect_verdict degraded
expect_endpoint "$OWN_HOST:5432" fail tcp-timeout
expect_others pass
expect_findings "warn:tcp-timeout:$OWN_HOST:5432"
