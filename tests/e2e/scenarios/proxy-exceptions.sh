# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Go's rules for NO_PROXY: what looks like an exception and is none. Names are not resolved for it, and a port
# binds.

proxied=(ecs ecs-agent ecs-telemetry ecr.api secretsmanager)
proxy allow
lab_up
for exceptions in 10.0.0.0/16 amazonaws.com:8443 east-1.amazonaws.com; do
	: >/etc/ecs/ecs.config
	agent_proxy "HTTPS_PROXY=$PROXY_URL" "NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock,$exceptions"
	probe 4 --expect any
	expect_exit 0
	expect_class proxied "${proxied[@]}"
	expect_findings
done
