# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# How people spell proxies: each value that is not http://HOST:PORT is told with its file, its variable, and what the
# program that reads it makes of it, which is Go in every case.

agents=(ecs ecs-agent ecs-telemetry ecr.api secretsmanager)
pulled=(ecr.dkr ecr.layers logs)
none_of_it='NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
proxy allow
lab_up
# spelled LINE: the agent has that line, and its exceptions.
spelled() {
	rm -rf /etc/systemd/system/docker.service.d
	printf '%s\n' "$none_of_it" "$1" >/etc/ecs/ecs.config
	probe 4
}
# ecs-init keeps quotation marks, and the agent asks for a host called '"http'.
spelled "HTTP_PROXY=\"$PROXY_URL\""
expect_exit 1
expect_endpoints fail proxy-unsupported -- "${agents[@]}"
expect_others pass
expect_findings fail:proxy-unsupported:agent
expect_advice proxy-unsupported:agent 'HTTP_PROXY of /etc/ecs/ecs.config:2'
expect_advice proxy-unsupported:agent 'quotation marks'
expect_advice proxy-unsupported:agent 'does not exist'
expect_json '.findings[] | select(.code == "proxy-unsupported").evidence[0] | .file == "/etc/ecs/ecs.config" and .line == 2'
# What is no URL to Go at all is no proxy: it goes directly.
for value in "${PROXY_URL/10./lab:canary%ss@10.}" " $PROXY_URL" '"10.0.0.80:3128"'; do
	spelled "HTTPS_PROXY=$value"
	expect_exit 0
	expect_others pass
	expect_class vpc "${agents[@]}"
	expect_findings warn:proxy-unsupported:agent
	expect_advice proxy-unsupported:agent 'connects directly'
done
# ... but the agent has a second variable.
printf 'HTTP_PROXY=%s\n' "$PROXY_URL" >>/etc/ecs/ecs.config
probe 4
expect_exit 0
expect_class proxied "${agents[@]}"
expect_advice proxy-unsupported:agent 'ignores it and uses HTTP_PROXY'
# A character that a login may not hold makes the scheme the host.
spelled "HTTPS_PROXY=${PROXY_URL/10./lab:cana^ry@10.}"
expect_exit 1
expect_endpoints fail proxy-unsupported -- "${agents[@]}"
expect_findings fail:proxy-unsupported:agent
expect_advice proxy-unsupported:agent 'percent-encoded'
# TLS to the proxy: the agent's API client can, its websockets cannot.
spelled 'HTTPS_PROXY=https://lab:canary@10.0.0.80:3128'
expect_exit 1
expect_endpoints fail proxy-unsupported -- ecs-agent ecs-telemetry
expect_endpoints skip proxy-unsupported -- ecs ecr.api secretsmanager
expect_findings fail:proxy-unsupported:agent
expect_advice proxy-unsupported:agent 'https://10.0.0.80:3128'
# SOCKS works in all of it, and is not tried: unknown, and why.
spelled 'HTTPS_PROXY=socks5://10.0.0.80:1080'
expect_exit 69
expect_verdict unknown
expect_endpoints skip proxy-unsupported -- "${agents[@]}"
expect_others pass
expect_findings warn:proxy-unsupported:agent
expect_advice proxy-unsupported:agent 'socks5://10.0.0.80:1080'
# Sound ones beside: without a scheme, with a path, without a port.
for value in 10.0.0.80:3128/ "${PROXY_URL^^}" "$PROXY_URL/path?query"; do
	spelled "HTTP_PROXY=$value"
	expect_exit 0
	expect_class proxied "${agents[@]}"
	expect_findings warn:proxied-control-plane:ecs
done
# dockerd's unit: systemd takes the quotation marks off, and dockerd can speak TLS to a proxy.
: >/etc/ecs/ecs.config
mkdir -p /etc/systemd/system/docker.service.d
printf '[Service]\nEnvironment= "HTTP_PROXY=%s" "HTTPS_PROXY=https://user:canary@10.0.0.80:3128/" "NO_PROXY=169.254.0.0/16"\n' \
	"$PROXY_URL" >/etc/systemd/system/docker.service.d/http-proxy.conf
probe 4
expect_exit 69
expect_verdict unknown
expect_endpoints skip proxy-unsupported -- "${pulled[@]}"
expect_others pass
expect_findings warn:proxy-unsupported:dockerd
expect_advice proxy-unsupported:dockerd '/etc/systemd/system/docker.service.d/http-proxy.conf:2'
expect_no_text report.json canary
expect_no_text stdout canary
