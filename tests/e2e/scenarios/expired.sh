# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The certificate of the endpoint ended yesterday.

tls ecs-telemetry expired
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-telemetry fail tls-expired
expect_others pass
expect_all_addresses 2 fail:tls-expired ecs-telemetry
expect_findings fail:tls-expired:ecs-telemetry
expect_json 'all(endpoint("ecs-telemetry").addresses[].tls; (.subject | test("ecs-t\\.us-east-1")) and (.issuer | test("Lab RSA 2048 M01"))
	and (.sans | length) > 0 and (.not_after | test("^\\d{4}-\\d\\d-\\d\\dT")))'
