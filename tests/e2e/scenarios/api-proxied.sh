# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent goes through a proxy: so do its calls, with TLS to AWS inside, and the hosts that AWS names are those of a call
# that came in publicly. What goes past the proxy is called directly.

aws
nat on
proxy allow
lab_up
agent_proxy "HTTP_PROXY=$PROXY_URL" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
api_probe 10 --expect any
expect_exit 0
expect_call ecs '.status == 200 and (.address | startswith("52.94."))'
expect_call logs '.address | startswith("10.0.")'
expect_json 'call("ecs:DiscoverPollEndpoint") | .via == "proxy" and .result == "allowed"'
expect_json 'named("endpoint").form == "numbered"'
same "calls that went through it" true "$(grep -q "CONNECT ${HOST[ecs]}:443" "$LAB/log/tinyproxy" && echo true)"
expect_secret canary-7391
# An endpoint policy has no say about what does not come in by the endpoint.
api_outcome ecs endpoint-policy
api_probe 10 --expect any
expect_exit 0
expect_json '.findings | any(.code == "api-policy-denied") | not'
