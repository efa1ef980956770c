# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# As no-regional-endpoint, and packets above 1200 bytes from a numbered host vanish: the host is known from the first round of
# second questions, its size of packets from the second.

nat on
answers ecs "${PUBLIC[ecs]}"
no_name ecs-agent
no_name ecs-telemetry
lab_up
mtu_in 1200 ecs-agent-1
probe 8 --expect any
expect_exit 1
expect_verdict unhealthy
expect_endpoints warn endpoint-set-incomplete -- ecs-agent ecs-telemetry
expect_endpoint ecs-agent-1 fail tls-mtu
expect_endpoints pass -- ecs-telemetry-1
expect_others pass
expect_findings warn:endpoint-set-incomplete:ecs-agent fail:tls-mtu:ecs-agent-1
