# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Secrets where nobody expects them: a proxy without its host, a second setting on a line, lines that were pasted. No
# output has them; file, line and length are told.

lab_up
NO_PROXY=NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock
agent_proxy HTTP_PROXY=http://lab:canary-4711 $NO_PROXY
dockerd_proxy HTTPS_PROXY=https://lab:canary-4711/
probe 4 -vv
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail proxy-unsupported -- ecs ecs-agent ecs-telemetry ecr.api secretsmanager
expect_secret canary
expect_advice proxy-unsupported:agent 'HTTP_PROXY of /etc/ecs/ecs.config:[0-9]+.*22 bytes'
rm /etc/systemd/system/docker.service.d/http-proxy.conf

echo 'AWS_DEFAULT_REGION=us-east-1 AWS_SECRET_ACCESS_KEY=canary' >/etc/ecs/ecs.config
probe 4 -vv
expect_exit 78
expect_secret canary
expect_text stderr '/etc/ecs/ecs.config:1: the Region for the agent: found 38 bytes'

mkdir -p /etc/ecsprobe
for line in c2VjcmV0canary== 'canary secret' 'host = http://me:canary' 'expect-proxy = '; do
	echo "$line" >/etc/ecsprobe/ecsprobe.conf
	probe 4
	expect_exit 78
	expect_secret canary
	expect_text stderr 'ecsprobe.conf:1: '
done
echo 'expect-proxy = http://me:canary' >/etc/ecsprobe/ecsprobe.conf
ecsprobe --show-config
expect_no_text stdout canary
expect_text stdout '^expect-proxy = http://\*{9}$'
rm /etc/ecsprobe/ecsprobe.conf
ecsprobe --proxy-password=canary
expect_exit 64
expect_no_text stderr canary

image_up
image_file etc/ecs/ecs.config $'ECS_CLUSTER=blue ECS_ENGINE_AUTH_DATA=canary\nHTTP_PROXY=http://lab:canary-4711'
for expected in 'proxy none' 'proxy http://proxy:3128' 'proxy http://lab:canary-4711' 'cluster blue'; do
	bake final --expect-"${expected% *}" "${expected#* }"
	expect_exit 1
	expect_secret canary
	expect_json '[.findings[].code] | index($ARGS.positional[0]) != null' "bake-${expected% *}-differs"
done
