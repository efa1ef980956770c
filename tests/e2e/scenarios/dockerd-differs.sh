# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The running dockerd has other proxies than its files say: they were changed without a restart, or never stood in a
# file. What it has counts, and the difference is told.

pulled=(ecr.dkr ecr.layers logs)
exempt='NO_PROXY=169.254.169.254,169.254.170.2'
denied=(fail:proxy-denied:{ecr.dkr,ecr.layers} warn:proxy-denied:logs)
dockerd
proxy deny
lab_up
# The same in both, login and all, is no difference.
dockerd_proxy "HTTPS_PROXY=http://lab:$PROXY_SECRET@${PROXY_URL#http://}" "$exempt"
restart_docker
dockerd_ready
probe 5
expect_exit 1
expect_endpoints fail proxy-denied -- "${pulled[@]}"
expect_findings "${denied[@]}"
# Taken back in the files, and not in the process.
dockerd_proxy "HTTPS_PROXY=$PROXY_URL" "$exempt"
restart_docker
dockerd_ready
rm /etc/systemd/system/docker.service.d/http-proxy.conf
in_machine systemctl daemon-reload
probe 5
expect_exit 1
expect_endpoints fail proxy-denied -- "${pulled[@]}"
expect_class proxied "${pulled[@]}"
expect_others pass
expect_findings "${denied[@]}" warn:dockerd-differs:dockerd
expect_advice dockerd-differs:dockerd "HTTPS_PROXY is $PROXY_URL, and its files set none"
expect_advice proxy-denied:ecr.dkr 'from docker info'
# Set in the files, and not in the process yet: nothing fails now.
restart_docker
dockerd_ready
dockerd_proxy "HTTPS_PROXY=$PROXY_URL" "$exempt"
probe 5
expect_exit 0
expect_others pass
expect_class vpc ecr.dkr logs
expect_findings warn:dockerd-differs:dockerd
expect_advice dockerd-differs:dockerd "HTTPS_PROXY is not set, and /etc/systemd"
# Only the exceptions differ.
restart_docker
dockerd_ready
dockerd_proxy "HTTPS_PROXY=$PROXY_URL" "$exempt,.amazonaws.com"
probe 5
expect_exit 1
expect_endpoints fail proxy-denied -- "${pulled[@]}"
expect_findings "${denied[@]}" warn:dockerd-differs:dockerd
expect_advice dockerd-differs:dockerd NO_PROXY
# No file knows of it: systemd gave it to every service, and to its own secret login.
rm /etc/systemd/system/docker.service.d/http-proxy.conf
in_machine systemctl set-environment "HTTPS_PROXY=http://lab:$PROXY_SECRET@10.0.0.80:3128" "$exempt"
restart_docker
dockerd_ready
probe 5
expect_exit 69
expect_endpoints skip proxy-unsupported -- "${pulled[@]}"
expect_findings warn:dockerd-differs:dockerd warn:proxy-unsupported:dockerd
expect_advice proxy-unsupported:dockerd 'docker does not show its login'
expect_no_text report.json "$PROXY_SECRET"
# Who cannot ask Docker takes the files' word, and claims no difference.
as_nobody probe 5
expect_others pass
expect_findings
