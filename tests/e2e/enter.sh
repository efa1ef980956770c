# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# How a shell outside gets a lab: new namespaces that die with their first process.

ROOT=$(cd "$E2E/../.." && pwd)
CACHE=${E2E_CACHE:-$ROOT/build/e2e}
PYTHON=/usr/bin/python3
NEEDED_PROGRAMS=(unshare nsenter setpriv ip ss nft unbound unbound-control knotd nginx dnsmasq tinyproxy squid sslsplit dig openssl
	jq pgrep strace readelf "${CC:-gcc}" "$PYTHON")
export E2E ROOT CACHE PYTHON

# What runs a command as process 1 of a lab. Kill either process: nothing of the lab survives.
# Only KILL does it: unshare blocks TERM and INT while it waits.
NEW_LAB=(unshare --net --mount --pid --fork --kill-child --mount-proc --)

# cannot_run: prints why a lab is impossible here; fails when it is possible.
cannot_run() {
	local program missing=()
	if ((EUID != 0)); then
		echo "needs root"
		return
	fi
	for program in "${NEEDED_PROGRAMS[@]}"; do
		PATH=$PATH:/usr/sbin:/sbin command -v "$program" >/dev/null || missing+=("$program")
	done
	if ((${#missing[@]})); then
		echo "not installed: ${missing[*]} (see tests/e2e/packages)"
	elif ! "${NEW_LAB[@]}" ip link set lo up 2>/dev/null; then
		echo "may not create namespaces"
	elif [[ ! -c /dev/net/tun ]]; then
		echo "no /dev/net/tun"
	else
		return 1
	fi
}

# prepare: what labs share and what takes long, once.
prepare() {
	# shellcheck source=/dev/null
	source "$E2E/catalog.sh"
	# shellcheck source=/dev/null
	source "$E2E/pki.sh"
	pki_ensure && programs_ensure
}
