# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The clock is ten minutes ahead and one certificate ended yesterday: two causes.

tls ecs-telemetry expired
lab_up
shifted 600 probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-telemetry fail tls-expired
expect_others pass
expect_findings fail:clock-skew:instance fail:tls-expired:ecs-telemetry
