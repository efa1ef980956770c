# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint sends its own certificate and not the one that signed it.

tls ecs-telemetry no-intermediate
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-telemetry fail tls-untrusted
expect_others pass
expect_findings fail:tls-untrusted:ecs-telemetry
expect_advice tls-untrusted:ecs-telemetry "only its own certificate|without that issuer's own"
