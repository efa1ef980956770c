# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The unit of dockerd takes its proxy from an EnvironmentFile.

proxy deny
lab_up
mkdir -p /etc/systemd/system/docker.service.d
printf '[Service]\nEnvironmentFile=-/etc/lab-proxy.env\n' >/etc/systemd/system/docker.service.d/proxy.conf
printf '# the proxy\nHTTPS_PROXY="%s"\nNO_PROXY=localhost\n' "$PROXY_URL" >/etc/lab-proxy.env
probe 4
expect_exit 1
expect_endpoints fail proxy-denied -- ecr.dkr ecr.layers logs
expect_others pass
expect_findings fail:proxy-denied:{ecr.dkr,ecr.layers} warn:proxy-denied:logs
