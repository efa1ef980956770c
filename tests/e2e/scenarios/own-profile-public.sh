# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The user's own profile says that logs is private, and it is public; for all the others that is only a warning.

nat on
# shellcheck disable=SC2086
answers logs ${PUBLIC[logs]}
# shellcheck disable=SC2086
answers secretsmanager ${PUBLIC[secretsmanager]}
lab_up
own_profile payments 'service = logs private'
probe 4 --profile ecs,payments
expect_exit 1
expect_verdict unhealthy
expect_endpoint logs fail public-address
expect_endpoint secretsmanager warn public-address
expect_others pass
expect_findings fail:public-address:logs warn:public-address:secretsmanager
own_profile payments 'service = logs any'
probe 4 --profile ecs,payments
expect_exit 0
expect_endpoint logs pass
expect_endpoint secretsmanager warn public-address
expect_others pass
