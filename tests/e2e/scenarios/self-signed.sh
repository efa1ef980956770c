# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint shows a self-signed certificate.

tls ecs-telemetry self-signed
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-telemetry fail tls-untrusted
expect_others pass
expect_all_addresses 2 fail:tls-untrusted ecs-telemetry
expect_findings fail:tls-untrusted:ecs-telemetry
expect_json 'all(endpoint("ecs-telemetry").addresses[].tls; (.subject | test("ecs-t\\.us-east-1")) and (.issuer | test("ecs-t\\.us-east-1"))
	and (.sans | length) > 0 and (.not_after | test("^\\d{4}-\\d\\d-\\d\\dT")))'
