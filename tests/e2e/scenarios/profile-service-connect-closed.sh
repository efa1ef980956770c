# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No endpoint for ecs-agent, so Service Connect wants ecs-sc, and a firewall on the way out knows nothing of that.

nat on
profile service-connect
public ecs-agent
lab_up
drop ecs-sc
probe 2 --profile service-connect
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent warn endpoint-set-incomplete
expect_endpoint ecs-sc fail tcp-timeout
expect_plan
expect_class vpc ecs
expect_class public ecs-agent ecs-sc
expect_findings warn:endpoint-set-incomplete:ecs-agent fail:tcp-timeout:ecs-sc
expect_json 'endpoint("ecs-sc").endpoint_service == null'
