# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# GovCloud with --fips: the calls go to the names of that partition, and the server takes signatures for its Region alone.

aws
region us-gov-west-1
fips_names
private {ecs,ecr.api,ecr.dkr,logs,secretsmanager}-fips
lab_up
api_probe 6
expect_exit 0
expect_call ecs '.host == "ecs.us-gov-west-1.amazonaws.com" and .result == "allow"'
api_probe 6 --fips --expect any
expect_exit 0
expect_call ecs '.result == "allow"'
expect_json 'call("ecs:DiscoverPollEndpoint") | .result == "allowed" and .host == $ARGS.positional[0]' "${HOST[ecs-fips]}"
expect_json 'call("ecr:GetAuthorizationToken") | .result == "allowed" and .host == $ARGS.positional[0]' "${HOST[ecr.api-fips]}"
