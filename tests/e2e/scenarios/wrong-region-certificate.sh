# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The name leads to the endpoint of another service in another Region.

tls ecs-telemetry wrong-region
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-telemetry fail tls-wrong-host
expect_others pass
expect_findings fail:tls-wrong-host:ecs-telemetry
expect_advice tls-wrong-host:ecs-telemetry 'ecs\.us-west-2\.amazonaws\.com'
