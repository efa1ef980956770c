# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# airflow.ops is gone from the newest list of what Airflow needs: where its name does not exist that is worth a word
# and no more.

profile mwaa
unbound_line "local-zone: \"${HOST[airflow.ops]}.\" always_nxdomain"
lab_up
probe 4 --profile mwaa --expect private
expect_exit 0
expect_verdict degraded
expect_endpoint airflow.ops fail dns-nxdomain
expect_others pass
expect_plan
expect_json 'endpoint("airflow.ops").required | not'
expect_findings warn:dns-nxdomain:airflow.ops
