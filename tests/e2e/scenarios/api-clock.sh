# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The instance's clock is off: AWS takes no signature of it. The metadata service knows too, where its clock is right.

aws
agent
lab_up
for seconds in 3600 -3600; do
	# AWS alone says so.
	api_clock "$seconds"
	api_probe 8
	expect_exit 1
	expect_verdict unhealthy
	expect_endpoint ecs fail api-clock-skew
	expect_others pass
	expect_json '[.findings[] | select(.severity == "fail") | .code] | unique == ["api-clock-skew"]'
	expect_json 'call("ecs:DiscoverPollEndpoint") | .result == "clock-skew" and
		(.skew_s + ($ARGS.positional[0] | tonumber) | fabs < 60)' "$seconds"
	expect_advice api-clock-skew:instance '1 h|3600 s|60 min'
	expect_call ecs '.result | startswith("clock: ")'
done
# The instance's clock is wrong for all.
api_clock 0
for seconds in 3600 -3600; do
	shifted "$seconds" api_probe 8
	expect_exit 1
	expect_verdict unhealthy
	expect_json '[.findings[] | select(.severity == "fail") | .code] | unique | map(select(. != "clock-skew")) == ["api-clock-skew"]'
	expect_json 'call("ecs:DiscoverPollEndpoint") | .result == "clock-skew" and
		(.skew_s - ($ARGS.positional[0] | tonumber) | fabs < 60)' "$seconds"
done
