# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# dockerd's proxy stands in a drop-in that only root may read, and the probe runs as nobody: what dockerd uses is not
# known, so nothing says plainly "healthy".

lab_up
dockerd_proxy 'HTTPS_PROXY=http://10.0.0.99:3128'
chmod 600 /etc/systemd/system/docker.service.d/http-proxy.conf
chown nobody "$OUT"
nobody="setpriv --reuid 65534 --regid 65534 --clear-groups"
$nobody test -x "$BINARY" -a -r "$CA" || skip "nobody may not read $BINARY or $CA"
E2E_WRAP="$nobody ${E2E_WRAP-}" probe 4
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:config-invalid:instance
expect_json '.findings | any(.code == "config-invalid" and (.message | contains("/etc/systemd/system/docker.service.d/http-proxy.conf")))'
# Root may, and sees the proxy that is not there.
rm -f "$OUT"/report.*
probe 2
expect_exit 1
expect_endpoints fail proxy-unreachable -- ecr.dkr ecr.layers logs
expect_others pass
expect_findings fail:proxy-unreachable:dockerd
