# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# As on Bottlerocket: ecs.service has the agent itself as ExecStart=, and an EnvironmentFile= gives it a proxy, which
# refuses the ECS names. What the unit sets is the agent's; there is no ecs-init to speak of.

needs_proxy=(ecs ecs-agent ecs-telemetry)
dockerd
proxy deny
lab_up
rm -f /etc/ecs/ecs.config
mkdir -p /etc/network /etc/systemd/system/{ecs,docker}.service.d
cat >/etc/network/proxy.env <<EOT
HTTPS_PROXY=${PROXY_URL#http://}
https_proxy=${PROXY_URL#http://}
NO_PROXY=localhost,127.0.0.1,api.ecr.us-east-1.amazonaws.com,.dkr.ecr.us-east-1.amazonaws.com,.s3.us-east-1.amazonaws.com,logs.us-east-1.amazonaws.com
EOT
printf '#!/bin/sh\nexec sleep 1000\n' >"$MACHINE_ROOT/usr/bin/amazon-ecs-agent"
chmod +x "$MACHINE_ROOT/usr/bin/amazon-ecs-agent"
cat >/etc/systemd/system/ecs.service <<'EOT'
[Unit]
Requires=docker.service
After=docker.service
[Service]
Restart=on-failure
RestartPreventExitStatus=5
RestartSec=1s
EnvironmentFile=-/etc/ecs/ecs.config
EnvironmentFile=/etc/network/proxy.env
Environment=ECS_CHECKPOINT=true
ExecStart=/usr/bin/amazon-ecs-agent
EOT
printf '[Service]\nEnvironment=ECS_BACKEND_HOST=""\nEnvironment=ECS_CLUSTER="prod"\n' >/etc/systemd/system/ecs.service.d/10-base.conf
printf '[Service]\nEnvironmentFile=/etc/network/proxy.env\n' >/etc/systemd/system/docker.service.d/00-proxy.conf
restart_docker
in_machine systemctl start ecs
probe 5
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail proxy-denied -- "${needs_proxy[@]}" secretsmanager
expect_class proxied "${needs_proxy[@]}" secretsmanager
expect_class vpc ecr.api ecr.dkr logs
# With HTTPS_PROXY alone nothing of this host is asked through it.
expect_findings fail:proxy-denied:{ecs,ecs-agent,ecs-telemetry} warn:proxy-denied:secretsmanager
expect_advice proxy-denied:ecs '/etc/network/proxy.env:1'
expect_json '[.findings[] | .message, .hint | contains("ecs-init")] | any | not'
expect_json '.findings[] | select(.code == "proxy-denied" and .subject == "ecs") |
	.evidence == [{file: "/etc/network/proxy.env", line: 1, text: "HTTPS_PROXY=http://10.0.0.80:3128"}]'
# Nobody restarts it into that.
probe 5 --restart-agent=if-stale --dry-run
expect_exit 1
# A plain proxy is another matter: the metadata service is asked by it.
printf 'HTTP_PROXY=%s\n' "$PROXY_URL" >>/etc/network/proxy.env
restart_docker
in_machine systemctl restart ecs
probe 5
expect_findings fail:proxy-denied:{ecs,ecs-agent,ecs-telemetry} warn:proxy-denied:secretsmanager \
	warn:no-proxy-incomplete:{agent,dockerd}
# Its backend and its FIPS names come from there too, by systemd's rules of quoting.
rm /etc/network/proxy.env
cat >/etc/systemd/system/ecs.service.d/20-backend.conf <<'EOT'
[Service]
EnvironmentFile=
Environment=ECS_BACKEND_HOST="https://ecs.nowhere.example"
EOT
rm /etc/systemd/system/docker.service.d/00-proxy.conf
in_machine systemctl daemon-reload
in_machine systemctl restart ecs
probe 5
expect_exit 1
expect_json 'endpoint("ecs").host == "ecs.nowhere.example"'
printf '[Service]\nEnvironment=ECS_BACKEND_HOST= "AWS_USE_FIPS_ENDPOINT=true"\n' >/etc/systemd/system/ecs.service.d/20-backend.conf
ecsprobe --list -o json
expect_exit 0
same "the name of ecs" ecs-fips.us-east-1.amazonaws.com \
	"$(jq -r '.endpoints[] | select(.service == "ecs").host' "$OUT/stdout")"
