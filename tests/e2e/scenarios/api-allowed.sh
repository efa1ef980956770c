# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The instance role may call all that is asked for. AWS sees each call once, well signed, on the private path and for this
# container instance; it names hosts that an endpoint serves. Without --api, nobody is called.

aws
agent
lab_up
probe 6
expect_healthy
expect_calls
expect_json '.api == null'
for options in '' '--timeout 20 --deep'; do
	# shellcheck disable=SC2086
	api_probe 8 $options
	expect_healthy
	expect_calls {ecs,ecr.api,ecr.dkr,ecr.layers,logs,secretsmanager}:allow
	expect_call ecs '.status == 200 and .members.containerInstance == "'"$(agent_metadata | jq -r .ContainerInstanceArn)"'"'
	expect_call ecr.dkr '.status == 200 and .path == "/v2/" and .method == "GET"'
	expect_call ecr.layers '.status == 403'
	for service in ecs ecr.api ecr.dkr logs secretsmanager; do
		expect_call "$service" '.address | IN("'"${PRIVATE[$service]// /\",\"}"'")'
	done
	expect_json '[.api.calls[] | select(.result == "allowed") | .call] | sort ==
		["ecr:GetAuthorizationToken", "ecr:registry", "ecs:DiscoverPollEndpoint", "logs:DescribeLogGroups", "s3:layers",
			"secretsmanager:ListSecrets"]'
	expect_json '.api.credentials.source == "instance-role" and .api.credentials.role == "ecsInstanceRole"'
	expect_json 'named("endpoint") | .host == "ecs-a.us-east-1.amazonaws.com" and .form == "base"'
	expect_text report.txt 'ecs-a\.us-east-1\.amazonaws\.com'
	expect_secret canary-7391
	expect_secret CANARY
	expect_printable
done
