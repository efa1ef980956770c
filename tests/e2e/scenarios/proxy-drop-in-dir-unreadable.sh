# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The directory of dockerd's drop-ins is for root only, and the probe runs as nobody: what dockerd uses is not known,
# so nothing says plainly "healthy".

lab_up
dockerd_proxy 'HTTPS_PROXY=http://10.0.0.99:3128'
chmod 700 /etc/systemd/system/docker.service.d
chown nobody "$OUT"
nobody="setpriv --reuid 65534 --regid 65534 --clear-groups"
$nobody test -x "$BINARY" -a -r "$CA" || skip "nobody may not read $BINARY or $CA"
E2E_WRAP="$nobody ${E2E_WRAP-}" probe 4
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:config-invalid:instance
expect_advice config-invalid:instance '/etc/systemd/system/docker\.service\.d'
