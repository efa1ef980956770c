# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent of an instance in Oregon is sent to Virginia: ecs and ecr have endpoints across Regions, the agent's two
# websockets do not.

imds_value meta-data/placement/region us-west-2
nat on
answers ecs-agent "${PUBLIC[ecs-agent]}"
answers ecs-telemetry "${PUBLIC[ecs-telemetry]}"
lab_up
echo AWS_DEFAULT_REGION=us-east-1 >/etc/ecs/ecs.config
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoints warn cross-region-unsupported -- ecs-agent ecs-telemetry
expect_others pass
expect_findings warn:cross-region-unsupported:ecs-agent warn:region-differs:instance
expect_advice cross-region-unsupported:ecs-agent 'in us-west-2'
probe 4 --expect private
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail cross-region-unsupported -- ecs-agent ecs-telemetry
expect_others pass
expect_findings fail:cross-region-unsupported:ecs-agent warn:region-differs:instance
drop ecs-agent ecs-telemetry
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail cross-region-unsupported -- ecs-agent ecs-telemetry
expect_others pass
expect_findings fail:cross-region-unsupported:{ecs-agent,ecs-telemetry} warn:region-differs:instance
