# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Airflow with private routing needs airflow.ops: the pages of 2026 still name it. ECR they name no more, so that it
# fails is worth a word.

profile mwaa
unbound_line "local-zone: \"${HOST[airflow.ops]}.\" always_nxdomain"
lab_up
probe 4 --profile mwaa --expect private
expect_exit 1
expect_verdict unhealthy
expect_endpoint airflow.ops fail dns-nxdomain
expect_others pass
expect_plan
expect_json 'endpoint("airflow.ops").required'
expect_json '[endpoint("ecr.api", "ecr.dkr").required] == [false, false]'
expect_findings fail:dns-nxdomain:airflow.ops
