# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent is told to use FIPS names, and there are endpoints for them.

answers ecs-fips 10.0.1.30 10.0.2.30
also_serve ecs-fips 10.0.1.30 10.0.2.30
answers ecr-fips 10.0.1.31 10.0.2.31
also_serve ecr-fips 10.0.1.31 10.0.2.31
lab_up
agent_config AWS_USE_FIPS_ENDPOINT=true
probe 4 --expect private
expect_healthy
expect_class vpc ecs ecr.api
expect_json 'endpoint("ecs").host == "ecs-fips.us-east-1.amazonaws.com"'
