# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A template copied from another Region: here the names of ecs are public, those of us-west-2 are private.

nat on
for service in ecs ecs-agent ecs-telemetry; do
	answers "$service" "${PUBLIC[$service]}"
done
for name in ecs ecs-a ecs-t; do
	unbound_line "local-data: \"$name.us-west-2.amazonaws.com. 60 IN A 10.0.1.10\""
done
lab_up
probe 6 --expect any --deep
expect_exit 0
expect_verdict degraded
expect_endpoint ecs warn wrong-region-endpoint
expect_others pass
expect_findings warn:wrong-region-endpoint:ecs
expect_advice wrong-region-endpoint:ecs us-west-2
