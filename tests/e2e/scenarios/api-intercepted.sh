# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Somebody breaks TLS open: whoever does not trust them sends no signed request there.

aws
lab_up
intercept ecs
api_probe 6
expect_exit 1
expect_json '.verdict == "unhealthy"'
same "calls to ecs" 0 "$(calls 'map(select(.service == "ecs")) | length')"
expect_json 'call("ecs:DiscoverPollEndpoint") | .result == "not-asked" and (.why // "" | length > 0)'
expect_call logs '.result == "allow"'
