# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint shows the certificate of another host.

tls ecs-telemetry wrong-host
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-telemetry fail tls-wrong-host
expect_others pass
expect_all_addresses 2 fail:tls-wrong-host ecs-telemetry
expect_findings fail:tls-wrong-host:ecs-telemetry
expect_json 'all(endpoint("ecs-telemetry").addresses[].tls; (.subject | test("other.example.com")) and (.issuer | test("Lab RSA 2048 M01"))
	and (.sans | length) > 0 and (.not_after | test("^\\d{4}-\\d\\d-\\d\\dT")))'
