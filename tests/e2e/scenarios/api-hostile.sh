# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What answers is no AWS, or a broken one: endless, deep, cut, of other types, no text, somewhere else. It is bounded in time
# and memory, shown escaped, and nothing of it is taken for a yes.

# limit: 300 s

aws
services ssm sts
lab_up
all=$(IFS=, && echo "${SERVICES[*]}")
for outcome in block-page huge deep truncated wrong-type garbage empty redirect nul; do
	api_outcome ecs ecr.api logs "$outcome"
	api_probe 8
	expect_json '.verdict != "healthy"'
	expect_endpoint ecs fail api-error
	expect_json 'call("ecs:DiscoverPollEndpoint") | .result | IN("error", "unreachable")'
	expect_json '.findings | any(.code == "api-error" and .subject == "ecs")'
	expect_printable
	expect_secret canary-7391
	expect_duration_within 6
done
# The same of whom nobody stands behind: ecs is AWS, and gives the token that the registry wants.
api_outcome ecs ecr.api allow
others=(ecr.dkr ecr.layers logs secretsmanager ssm sts)
for outcome in block-page huge deep truncated wrong-type garbage empty redirect nul 502; do
	api_outcome "${others[@]}" "$outcome"
	api_probe 8 --service "$all"
	expect_json '.verdict != "healthy"'
	for service in "${others[@]}"; do
		expect_call "$service" '.result == "'$outcome'"'
		expect_endpoint "$service" warn api-error
		expect_json '[.api.calls[] | select(.service == $ARGS.positional[0]).result] |
			length == 1 and all(IN("error", "unreachable"))' "$service"
	done
	expect_others pass
	expect_json '[.api.calls[] | select(.result == "allowed").service] | sort == ["ecr.api", "ecs"]'
	expect_printable
	expect_duration_within 6
done
# One alone is enough.
api_outcome "${others[@]}" allow
for service in "${others[@]}"; do
	api_outcome "$service" block-page
	api_probe 8 --service "$all"
	expect_json '.verdict != "healthy"'
	expect_endpoint "$service" warn api-error
	expect_others pass
	expect_advice "api-error:$service" "not in AWS's format"
	api_outcome "$service" allow
done
same "requests to elsewhere" 0 "$(calls 'map(select(.host == "evil.example")) | length')"
# A denial in words that were made to look like more.
api_outcome ecs ecr.api logs hostile
api_probe 8
expect_exit 1
expect_json '.findings | any(.severity == "fail" and (.code | IN("api-denied", "api-policy-denied")))'
expect_printable
# Names that are no hosts of AWS, or no hosts.
api_outcome ecs ecr.api logs allow
while read -r url; do
	api_discover "$(jq -nc --arg url "$url" '{endpoint: $url, telemetryEndpoint: ($url + "/t")}')"
	api_probe 6
	expect_json '.verdict != "healthy"'
	expect_printable
done <<EOF
https://ecs-a.us-east-1.amazonaws.com@evil.example/
file:///etc/passwd
https://
https://$(printf 'a%.0s' {1..300}).example/
https://evil.example:99999/
$(printf 'https://evil\033[2J.example/')
EOF
# The agent's host is fine, and that of telemetry is none: it is reported, and not dropped.
api_discover '{telemetryEndpoint: "https://ecs-t.us-east-1.amazonaws.com@evil.example/"}'
api_probe 6
expect_endpoint ecs warn api-error
expect_advice api-error:ecs 'telemetryEndpoint is .https://ecs-t.us-east-1.amazonaws.com@evil.example/'
expect_printable
