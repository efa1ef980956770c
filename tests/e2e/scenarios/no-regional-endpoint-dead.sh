# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# As no-regional-endpoint, and there is no way to the numbered hosts either.

nat on
answers ecs "${PUBLIC[ecs]}"
no_name ecs-agent
no_name ecs-telemetry
lab_up
drop ecs-agent-1 ecs-telemetry-1
probe 4 --expect any
expect_exit 1
expect_verdict unhealthy
expect_endpoints warn endpoint-set-incomplete -- ecs-agent ecs-telemetry
expect_endpoints fail tcp-timeout -- ecs-agent-1 ecs-telemetry-1
expect_others pass
expect_findings warn:endpoint-set-incomplete:ecs-agent fail:tcp-timeout:{ecs-agent-1,ecs-telemetry-1}
