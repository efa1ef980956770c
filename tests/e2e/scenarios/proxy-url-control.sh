# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The password in a proxy's URL holds an escaped control character. Go takes that and goes to the proxy, and nobody
# is there: such a URL is neither "no proxy" nor a healthy one.

pulled=(ecr.dkr ecr.layers logs)
controlled=(ecs ecs-agent ecs-telemetry ecr.api secretsmanager)
lab_up
dockerd_proxy 'HTTPS_PROXY=http://lab:pw%0d@10.0.0.99:3128' 'NO_PROXY=localhost'
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail proxy-unreachable -- "${pulled[@]}"
expect_others pass
expect_class proxied "${pulled[@]}"
expect_findings fail:proxy-unreachable:dockerd
rm -r /etc/systemd/system/docker.service.d
for escape in %0a %0D; do
	: >/etc/ecs/ecs.config
	agent_proxy "HTTPS_PROXY=http://lab:pw$escape@10.0.0.99:3128" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
	probe 2
	expect_exit 1
	expect_verdict unhealthy
	expect_endpoints fail proxy-unreachable -- "${controlled[@]}"
	expect_others pass
	expect_class proxied "${controlled[@]}"
	expect_findings fail:proxy-unreachable:agent
done
# One that would end our own text goes to the proxy as well, but nobody here can try it.
: >/etc/ecs/ecs.config
agent_proxy "HTTPS_PROXY=http://lab:pw%00@10.0.0.99:3128" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
probe 2
expect_exit 69
expect_endpoints skip proxy-unsupported -- "${controlled[@]}"
expect_findings warn:proxy-unsupported:agent
