# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A Region without the names ecs-a and ecs-t: the agent is sent to numbered hosts, which are judged instead.

nat on
answers ecs "${PUBLIC[ecs]}"
no_name ecs-agent
no_name ecs-telemetry
lab_up
probe 6 --expect any
expect_exit 0
expect_verdict degraded
expect_endpoints warn endpoint-set-incomplete -- ecs-agent ecs-telemetry
expect_endpoints pass -- ecs-agent-1 ecs-telemetry-1
expect_others pass
expect_class public ecs ecs-agent-1 ecs-telemetry-1
expect_findings warn:endpoint-set-incomplete:ecs-agent
expect_json '[endpoint("ecs-agent-1", "ecs-telemetry-1") | .host] ==
	["ecs-a-1.us-east-1.amazonaws.com", "ecs-t-1.us-east-1.amazonaws.com"]'
expect_json 'all(endpoint("ecs-agent-1", "ecs-telemetry-1"); .required)'
probe 6
expect_exit 0
expect_verdict degraded
expect_endpoints warn endpoint-set-incomplete -- ecs-agent ecs-telemetry
expect_endpoints warn public-address -- ecs ecs-agent-1 ecs-telemetry-1
expect_others pass
expect_findings warn:endpoint-set-incomplete:ecs-agent warn:public-address:{ecs,ecs-agent-1,ecs-telemetry-1}
