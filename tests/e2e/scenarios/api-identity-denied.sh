# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No identity-based policy of the instance role allows a call. What the agent calls with this role is a failure; a token for
# images, which tasks with an execution role get by that one, a warning; what only other roles call, a note: the path is
# proven all the same.

aws
agent
lab_up
api_outcome logs secretsmanager identity
api_probe 8
expect_healthy
expect_note api-denied logs
expect_note api-denied secretsmanager
expect_advice api-denied:logs 'logs:DescribeLogGroups'
expect_advice api-denied:logs 'path'
expect_advice api-denied:logs 'not tested'

api_outcome ecr.api identity-explicit
api_probe 8
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn api-denied
expect_others pass
expect_findings warn:api-denied:ecr.api
expect_advice api-denied:ecr.api 'execution role'
# Nobody has a token for the registry then; it is asked without one, or not at all.
expect_call ecs '.result == "allow"'

api_outcome ecs identity
api_probe 8
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail api-denied
expect_endpoint ecr.api warn api-denied
expect_others pass
expect_findings fail:api-denied:ecs warn:api-denied:ecr.api
expect_advice api-denied:ecs 'ecs:DiscoverPollEndpoint.*ecsInstanceRole|ecsInstanceRole.*ecs:DiscoverPollEndpoint'
expect_json 'call("ecs:DiscoverPollEndpoint") | .result == "denied" and .type == "AccessDeniedException"'
