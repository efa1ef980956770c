# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The certificate of the endpoint begins next year.

tls ecs-telemetry not-yet-valid
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-telemetry fail tls-not-yet-valid
expect_others pass
expect_all_addresses 2 fail:tls-not-yet-valid ecs-telemetry
expect_findings fail:tls-not-yet-valid:ecs-telemetry
expect_json 'all(endpoint("ecs-telemetry").addresses[].tls; (.subject | test("ecs-t\\.us-east-1")) and (.issuer | test("Lab RSA 2048 M01"))
	and (.sans | length) > 0 and (.not_after | test("^\\d{4}-\\d\\d-\\d\\dT")))'
