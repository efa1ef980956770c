# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A profile of own hosts alone needs no Region, whatever says none.

imds closed
own_host
lab_up
database 5432
own_profile database "host = $OWN_HOST:5432/tcp"
probe 4 --profile database
expect_exit 0
expect_verdict degraded
expect_findings warn:imds-unreachable:instance
expect_endpoint "$OWN_HOST:5432" pass
expect_json '.instance.region == null and (.endpoints | length) == 1'
probe 4 --profile database,ecs
expect_exit 69
expect_text stderr 'no Region'
