# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Signatures are for the Region and the names of its partition.

aws
region cn-north-1
lab_up
api_probe 6 --expect private
expect_healthy
expect_calls {ecs,ecr.api,ecr.dkr,ecr.layers,logs,secretsmanager}:allow
expect_call ecs '.host == "ecs.cn-north-1.amazonaws.com.cn"'
expect_json 'named("endpoint").host == "ecs-a.cn-north-1.amazonaws.com.cn"'
