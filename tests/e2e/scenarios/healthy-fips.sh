# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent is told to use FIPS names, and there are endpoints for them.

fips_names
private ecs-fips ecr.api-fips secretsmanager-fips
lab_up
agent_config AWS_USE_FIPS_ENDPOINT=true
probe 4 --expect private
expect_healthy
expect_class vpc ecs ecr.api secretsmanager
expect_json 'endpoint("ecs").host == "ecs-fips.us-east-1.amazonaws.com"'
