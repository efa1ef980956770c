# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The calls of services that no agent makes, on an instance without an agent: only the services of the plan are called, and
# DiscoverPollEndpoint without a container instance.

aws
profile
services ecs ecs-agent ecs-telemetry ssm sts
lab_up
api_probe 6 --service ecs,ecs-agent,ecs-telemetry,ssm,sts --expect private
expect_healthy
expect_plan
expect_calls {ecs,ssm,sts}:allow
expect_call ecs '.status == 200 and (.members | has("containerInstance") | not)'
# A service that is not in the plan is not called; what AWS names is shown.
api_probe 6 --service ssm --expect private
expect_exit 0
expect_verdict healthy
expect_calls ssm:allow
expect_json '.api.named | all(. == null)'
api_probe 6 --service ecs --expect private
expect_exit 0
expect_verdict healthy
expect_calls ecs:allow
expect_json 'named("telemetryEndpoint").host == "ecs-t.us-east-1.amazonaws.com"'
# A planned service that cannot be reached is not called.
refuse sts
api_probe 6 --service ssm,sts --expect private
expect_exit 1
expect_calls ssm:allow
expect_json 'call("sts:GetCallerIdentity") | .result == "not-asked" and (.why // "" | length > 0)'
expect_findings fail:tcp-refused:sts
