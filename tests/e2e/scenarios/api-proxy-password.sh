# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent goes through a proxy that wants a password, and so do its calls: the password goes to the proxy, and into no
# output.

aws
nat on
proxy squid
lab_up
no_proxy=NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock
agent_proxy "HTTP_PROXY=http://lab:$PROXY_SECRET@$PROXY_IPV4:3128" "$no_proxy"
api_probe 10 --expect any -vv
expect_exit 0
expect_call ecs '.status == 200 and (.address | startswith("52.94."))'
expect_json 'call("ecs:DiscoverPollEndpoint") | .via == "proxy" and .result == "allowed"'
expect_secret "$PROXY_SECRET"
expect_secret CANARY
# As base64 of lab:PASSWORD, too.
expect_secret "$(printf 'lab:%s' "$PROXY_SECRET" | base64 -w 0)"
for format in text brief html json jsonl prometheus junit tap nagios emf; do
	ecsprobe "${TRUST[@]}" --timeout 10 --api --expect any -vv -o "$format=$OUT/as.$format"
	expect_no_text "as.$format" "$PROXY_SECRET"
done
# With another one nothing gets through: nothing is called, and that is not fine.
: >/etc/ecs/ecs.config
agent_proxy "HTTP_PROXY=http://lab:canary-4711@$PROXY_IPV4:3128" "$no_proxy"
api_probe 10 --expect any -vv
expect_exit 1
expect_endpoints fail proxy-auth -- ecs ecs-agent ecs-telemetry ecr.api secretsmanager
expect_json 'call("ecs:DiscoverPollEndpoint").result == "not-asked"'
expect_secret canary-4711
