# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The zone of the Region lacks airflow.ops: AWS has a zone of that name too, and perhaps no such record. Nobody is accused.

profile mwaa
no_name airflow.ops
lab_up
probe 4 --profile mwaa --expect private
expect_exit 1
expect_verdict unhealthy
expect_endpoint airflow.ops fail dns-nxdomain
expect_others pass
expect_findings fail:dns-nxdomain:airflow.ops
expect_advice dns-nxdomain:airflow.ops 'the zone amazonaws.com reports .*There are two possible causes'
