# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# AWS answers, and neither yes nor no: throttled, broken, a load balancer's page. What it would say to the agent is unknown, so
# is the verdict, and --wait goes on.

aws
agent
lab_up
while read -r outcome status; do
	api_outcome ecs "$outcome"
	api_probe 8
	expect_exit 69
	expect_verdict unknown
	expect_endpoint ecs skip api-error
	expect_others pass
	expect_findings
	expect_note api-error ecs
	expect_json 'call("ecs:DiscoverPollEndpoint") | .result == "error" and
		.status == ($ARGS.positional[0] | tonumber)' "$status"
	expect_advice api-error:ecs "$status|Throttl"
done <<'EOF'
throttled 400
500 500
502 502
EOF
# The request's own number is what AWS's support asks for.
api_outcome ecs 500
api_probe 8
id=$(calls '.[] | select(.service == "ecs").request_id')
expect_text report.txt "$id"
# Of a call that only others make it is less.
api_outcome ecs allow
api_outcome logs 500
api_probe 8
expect_exit 0
expect_endpoint logs warn api-error
expect_others pass
expect_json '[.findings[] | select(.code == "api-error") | "\(.severity) \(.subject)"] | . == ["note logs"] or . == ["warn logs"]'
