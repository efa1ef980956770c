# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint of ecs-agent was forgotten; its name is public and a NAT gateway leads there.

nat on
answers ecs-agent "${PUBLIC[ecs-agent]}"
lab_up
for expected in auto any public; do
	probe 4 --expect "$expected"
	expect_exit 0
	expect_verdict degraded
	expect_endpoint ecs-agent warn endpoint-set-incomplete
	expect_others pass
	expect_class public ecs-agent
	expect_findings warn:endpoint-set-incomplete:ecs-agent
done
probe 4 --expect private
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent fail endpoint-set-incomplete
expect_others pass
expect_findings fail:endpoint-set-incomplete:ecs-agent
