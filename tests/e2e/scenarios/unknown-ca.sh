# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Something between breaks TLS open and signs with an authority of its own.

tls ecs-telemetry unknown-ca
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-telemetry fail tls-untrusted
expect_others pass
expect_all_addresses 2 fail:tls-untrusted ecs-telemetry
expect_findings fail:tls-untrusted:ecs-telemetry
expect_json 'all(endpoint("ecs-telemetry").addresses[].tls; (.subject | test("ecs-t\\.us-east-1")) and (.issuer | test("Corporate Inspection CA"))
	and (.sans | length) > 0 and (.not_after | test("^\\d{4}-\\d\\d-\\d\\dT")))'
