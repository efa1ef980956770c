# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What answers says neither yes nor no: AWS is throttled or broken, and what it would say to the agent is unknown, so --wait
# goes on; a load balancer's page is not in AWS's words, and fails.

aws
agent
lab_up
while read -r outcome status severity advice; do
	api_outcome ecs "$outcome"
	api_probe 8
	expect_exit "$([[ $severity == skip ]] && echo 69 || echo 1)"
	expect_verdict "$([[ $severity == skip ]] && echo unknown || echo unhealthy)"
	expect_endpoint ecs "$severity" api-error
	expect_others pass
	expect_json '[.findings[] | select(.code == "api-error").subject] == ["ecs"]'
	expect_json 'call("ecs:DiscoverPollEndpoint") | .result == "error" and
		.status == ($ARGS.positional[0] | tonumber)' "$status"
	expect_advice api-error:ecs "$advice"
done <<'EOF'
throttled 400 skip throttles
500 500 skip The path works.*request id
502 502 fail in place of AWS
EOF
expect_json '.findings | all("\(.message) \(.hint)" | contains("path works") | not)'
# The request's own number is what AWS's support asks for.
api_outcome ecs 500
api_probe 8
id=$(calls '.[] | select(.service == "ecs").request_id')
expect_advice api-error:ecs "$id"
# Of a call that only others make it is less.
api_outcome ecs allow
api_outcome logs 500
api_probe 8
expect_exit 0
expect_endpoint logs warn api-error
expect_others pass
expect_json '[.findings[] | select(.code == "api-error") | "\(.severity) \(.subject)"] == ["warn logs"]'
