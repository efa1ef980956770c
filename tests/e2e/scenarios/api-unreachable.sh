# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The handshake works, and the call gets no answer: it hangs, is reset, or comes late. Unknown is not fine.

aws
agent
lab_up
for outcome in hang reset; do
	api_outcome ecs "$outcome"
	api_probe 12
	expect_json '.verdict != "healthy"'
	expect_endpoint ecs fail api-error
	expect_others pass
	expect_json 'call("ecs:DiscoverPollEndpoint") | .result == "unreachable" and (.why // "" | length > 0) and
		.status == null'
	expect_ended_within "$(scaled 12)"
done
# In time it is as good as ever.
api_outcome ecs slow:1
api_probe 8
expect_healthy
expect_json 'call("ecs:DiscoverPollEndpoint") | .result == "allowed" and .took_us >= 1000000'
