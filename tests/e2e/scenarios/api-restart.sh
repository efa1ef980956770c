# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# AWS refuses the agent's role or the clock, and every handshake is fine: with --api a restart would take a running agent away
# from its tasks, and is refused. Without it nobody knows.

aws
agent
lab_up
# refused CODE: 1, with the code as the evidence, and the agent stays as it is.
refused() {
	remember_agent
	always --api
	expect_refused endpoints-fail 1
	expect_endpoint ecs fail "$1"
	expect_others pass
	expect_detail "^ecs fails \\($1\\)\$"
	expect_by_hand ''
	expect_secret canary-7391
}
api_outcome ecs identity
refused api-denied
api_outcome ecs expired
refused api-credentials
api_outcome ecs allow
api_clock 3600
refused api-clock-skew
expect_no_history
# A timer has nothing to do.
if_stale --api
expect_exit 1
expect_action none nothing-stale
expect_agent_untouched
api_clock 0
always --api
expect_restarted asked
