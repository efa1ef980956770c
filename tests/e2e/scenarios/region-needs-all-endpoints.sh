# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Calgary, opened after 2023-12-23, needs all three endpoints of ECS; here there is the one for ecs, then none.

region ca-west-1
nat on
answers ecs-agent "${PUBLIC[ecs-agent]}"
answers ecs-telemetry "${PUBLIC[ecs-telemetry]}"
lab_up
for expected in auto any; do
	probe 4 --expect "$expected"
	expect_exit 0
	expect_verdict degraded
	expect_endpoints warn region-needs-all-endpoints -- ecs-agent ecs-telemetry
	expect_others pass
	expect_findings warn:region-needs-all-endpoints:ecs-agent
done
expect_advice region-needs-all-endpoints:ecs-agent 'not private: ecs-agent, ecs-telemetry'
expect_advice region-needs-all-endpoints:ecs-agent com.amazonaws.ca-west-1.ecs-agent
answers_now ecs "${PUBLIC[ecs]}"
probe 4 --expect private
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail region-needs-all-endpoints -- ecs ecs-agent ecs-telemetry
expect_others pass
expect_findings fail:region-needs-all-endpoints:ecs-agent
# None at all, and nobody said which path is wanted: the rule is told all the same.
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoints warn region-needs-all-endpoints -- ecs ecs-agent ecs-telemetry
expect_others pass
expect_findings warn:region-needs-all-endpoints:ecs-agent
# Without a way out as well.
drop ecs ecs-agent ecs-telemetry
probe 8
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail region-needs-all-endpoints -- ecs ecs-agent ecs-telemetry
expect_others pass
expect_findings fail:region-needs-all-endpoints:{ecs,ecs-agent,ecs-telemetry}
expect_advice region-needs-all-endpoints:ecs 'no answer from the public .*needs all three ECS endpoints'
