# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What an Airflow environment with private routing and no internet needs, S3 by the gateway endpoint.

profile mwaa
lab_up
probe 4 --profile mwaa --expect private
expect_healthy
expect_plan
expect_class vpc ecr.api ecr.dkr logs airflow.api airflow.env airflow.ops monitoring sqs kms
expect_class public s3
# By the names for both families, which the same endpoints serve.
probe 4 --service airflow.api,airflow.env --expect private --dualstack
expect_exit 0
expect_verdict healthy
expect_json 'endpoint("airflow.api").host == "api.airflow.us-east-1.api.aws" and endpoint("airflow.env").host == "env.airflow.us-east-1.api.aws"'
