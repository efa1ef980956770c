# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A drop-in that is a link to /dev/null masks the one of that name in /run, and its dead proxy with it. What an
# EnvironmentFile says beats Environment, whichever stands first.

pulled=(ecr.dkr ecr.layers logs)
dead=http://10.0.0.99:3128
unit=/etc/systemd/system/docker.service.d
proxy allow
lab_up
mkdir -p /run/systemd/system/docker.service.d "$unit"
printf '[Service]\nEnvironment=HTTPS_PROXY=%s\n' "$dead" >/run/systemd/system/docker.service.d/p.conf
ln -s /dev/null "$unit/p.conf"
probe 4
expect_healthy
expect_class vpc ecr.dkr logs
rm "$unit/p.conf"
probe 2
expect_exit 1
expect_endpoints fail proxy-unreachable -- "${pulled[@]}"
expect_others pass
expect_findings fail:proxy-unreachable:dockerd
rm /run/systemd/system/docker.service.d/p.conf

# proxy_twice IN_FILE IN_UNIT: both orders.
proxy_twice() {
	echo "HTTPS_PROXY=$1" >/etc/lab-proxy.env
	printf '[Service]\nEnvironment=HTTPS_PROXY=%s\nEnvironmentFile=/etc/lab-proxy.env\n' "$2" >"$LAB/first.conf"
	printf '[Service]\nEnvironmentFile=/etc/lab-proxy.env\nEnvironment=HTTPS_PROXY=%s\n' "$2" >"$LAB/second.conf"
}
for order in first second; do
	proxy_twice "$PROXY_URL" "$dead"
	cp "$LAB/$order.conf" "$unit/e.conf"
	probe 4
	expect_healthy
	expect_class proxied "${pulled[@]}"
	proxy_twice "$dead" "$PROXY_URL"
	cp "$LAB/$order.conf" "$unit/e.conf"
	probe 2
	expect_exit 1
	expect_endpoints fail proxy-unreachable -- "${pulled[@]}"
	expect_others pass
	expect_findings fail:proxy-unreachable:dockerd
done
