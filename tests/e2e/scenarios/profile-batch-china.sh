# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Ningxia: the endpoints of ECS were made and that of Batch was not. Its endpoint service has another prefix in China.

region cn-northwest-1
profile batch
public batch
lab_up
probe 2 --profile batch
expect_exit 1
expect_verdict unhealthy
expect_endpoint batch fail tcp-timeout
expect_others pass
expect_plan
expect_class public batch
expect_findings fail:tcp-timeout:batch
expect_advice tcp-timeout:batch 'interface endpoint'
expect_json '.instance | .region == "cn-northwest-1" and .partition == "aws-cn" and .dns_suffix == "amazonaws.com.cn"'
expect_json 'endpoint("batch").endpoint_service == "cn.com.amazonaws.cn-northwest-1.batch"'
expect_json 'endpoint("ecr.api").endpoint_service == "cn.com.amazonaws.cn-northwest-1.ecr.api"'
expect_json 'endpoint("ecs").endpoint_service == "com.amazonaws.cn-northwest-1.ecs"'
ecsprobe --profile batch --list
expect_exit 0
expect_text stdout 'cn\.com\.amazonaws\.cn-northwest-1\.batch'
