# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The metadata service still gives out credentials that have ended, as where EC2 cannot renew them any more: AWS takes them
# from nobody, and every handshake is fine.

aws
role_expired
lab_up
probe 8
expect_healthy
api_probe 8
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail api-credentials
expect_others pass
expect_findings fail:api-credentials:instance
expect_advice api-credentials:instance 'expired'
expect_json 'call("ecs:DiscoverPollEndpoint") | .result == "no-credentials"'
expect_call logs '.result | startswith("expired")'
expect_secret canary-7391
