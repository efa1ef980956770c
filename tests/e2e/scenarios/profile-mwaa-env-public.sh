# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint of airflow.env was made without private DNS: in a subnet that is private that name is still public.

nat on
profile mwaa
public airflow.env
lab_up
probe 4 --profile mwaa --expect private
expect_exit 1
expect_verdict unhealthy
expect_endpoint airflow.env fail public-address
expect_others pass
expect_plan
expect_findings fail:public-address:airflow.env
expect_advice public-address:airflow.env 'private DNS'
