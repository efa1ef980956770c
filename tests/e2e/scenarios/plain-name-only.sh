# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent is told to use FIPS names; the endpoints of ecs and ecr.api cover the plain names only. ECR's FIPS
# names have an endpoint of their own, ecr-fips.api.

nat on
fips_names
lab_up
agent_config AWS_USE_FIPS_ENDPOINT=true
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoints warn plain-name-only -- ecs ecr.api secretsmanager
expect_others pass
expect_class public ecs ecr.api secretsmanager
expect_findings warn:plain-name-only:{ecs,ecr.api,secretsmanager}
probe 4 --expect private
expect_exit 1
expect_endpoints fail plain-name-only -- ecs ecr.api secretsmanager
expect_others pass
expect_findings fail:plain-name-only:{ecs,ecr.api} warn:plain-name-only:secretsmanager
drop ecs-fips ecr.api-fips
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail plain-name-only -- ecs ecr.api
expect_endpoints warn plain-name-only -- secretsmanager
expect_others pass
expect_findings fail:plain-name-only:{ecs,ecr.api} warn:plain-name-only:secretsmanager
