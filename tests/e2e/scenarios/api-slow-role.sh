# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The metadata service takes 3 s for a token: the credentials of the role are awaited, as the time of the run allows it.

aws
lab_up
imds_mode '{"token_delay_ms": 3000}'
api_probe 10 --region "$REGION" --account "$ACCOUNT"
expect_json '.api.credentials.source == "instance-role"'
expect_json 'call("ecs:DiscoverPollEndpoint").result == "allowed"'
expect_secret canary-7391
# It never answers: that is said, and there was time for all the rest.
imds_mode '{"hang": true}'
api_probe 10 --region "$REGION" --account "$ACCOUNT"
expect_json '.api.credentials | .source == "none" and .tried == "instance-role"'
expect_advice api-credentials:instance 'the hop limit is 2'
expect_json 'call("s3:layers").result == "allowed"'
expect_duration_within 9
imds_mode '{}'
