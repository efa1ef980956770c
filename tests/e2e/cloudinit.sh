# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# The machine boots with a real cloud-init, which finds its user data in a NoCloud seed.

CLOUD_INIT=
CLOUD_INIT_EDITS=()
BOOTS_WITH=()
BOOT_JSON=/var/lib/ecsprobe/boot.json

# cloud_init FILE [SED_SCRIPT...]: the user data, and what is changed in it. Declares systemd.
cloud_init() {
	[[ $MACHINE ]] || systemd
	needs cloud-init
	CLOUD_INIT=$1
	CLOUD_INIT_EDITS=("${@:2}")
}

# boots_with COMMAND...: done to the running lab before the machine boots, so that no try can be earlier.
boots_with() {
	BOOTS_WITH=("$@")
}

# cloud_init_files: called before the machine boots. Without the declaration an installed cloud-init stays out of it.
cloud_init_files() {
	local unit edit edits=()
	mkdir -p /etc/cloud/cloud.cfg.d
	[[ $CLOUD_INIT ]] || {
		: >/etc/cloud/cloud-init.disabled
		return 0
	}
	"${BOOTS_WITH[@]}"
	mkdir -p /etc/systemd/system/cloud-init.target.wants /var/lib/cloud/seed/nocloud /etc/ecsprobe
	# In newer ones one process does what all stages ask for, and the stage of the network has another name.
	for unit in cloud-init-main cloud-init-local cloud-init cloud-init-network cloud-config cloud-final; do
		[[ ! -e $MACHINE_UNITS/$unit.service ]] ||
			ln -s "/usr/lib/systemd/system/$unit.service" /etc/systemd/system/cloud-init.target.wants/
	done
	# Debian orders it after multi-user.target, which on Amazon Linux it is not: there units of that target come after it.
	sed -i '/^After=multi-user.target/d' "$MACHINE_UNITS/cloud-final.service"
	cat >/etc/cloud/cloud.cfg.d/99-lab.cfg <<'EOT'
datasource_list: [NoCloud, None]
network: {config: disabled}
locale: false
users: []
cloud_init_modules: [write-files]
cloud_config_modules: [runcmd]
cloud_final_modules: [scripts-user, final-message]
EOT
	for edit in "${CLOUD_INIT_EDITS[@]}"; do edits+=(-e "$edit"); done
	sed -e "" "${edits[@]}" "$CLOUD_INIT" >/var/lib/cloud/seed/nocloud/user-data
	echo 'instance-id: i-0123456789abcdef0' >/var/lib/cloud/seed/nocloud/meta-data
	install -m 755 "$BINARY" "$MACHINE_ROOT/usr/bin/ecsprobe"
	# Python's requests of Debian 13 does not load without a trust store.
	cat /usr/share/ca-certificates/mozilla/Amazon_Root_CA_*.crt >/etc/ssl/certs/ca-certificates.crt
	printf 'ca-file = %s\ntimeout = 3\n' "$CA" >/etc/ecsprobe/ecsprobe.conf
}

# cloud_init_waits N: the probe in the user data has told of so many tries.
cloud_init_waits() {
	poll 40 cloud_init_told "$1" || fail "user data never came to try $1"
}
cloud_init_told() {
	(($(grep -cs '^ecsprobe: try ' "$MACHINE_ROOT/var/log/cloud-init-output.log") >= $1))
}

# cloud_init_ended: waits for its end, and shows what it says of itself in $OUT/cloud-init.
cloud_init_ended() {
	poll 50 cloud_init_is_over || fail "cloud-init does not end"
	# Newer ones also say that there were none.
	in_machine cloud-init status --long 2>&1 | grep -vxE 'errors: \[\]|recoverable_errors: \{\}' >"$OUT/cloud-init"
	cp "$MACHINE_ROOT/var/log/cloud-init-output.log" "$OUT/cloud-init-output"
	cp "$BOOT_JSON" "$OUT/report.json"
	cp "${BOOT_JSON%.json}.txt" "$OUT/report.txt"
}
cloud_init_is_over() {
	[[ $(unit_state cloud-final.service) == @(active\ exited|failed\ failed) && -e /run/cloud-init/result.json ||
		$(in_machine cloud-init status 2>/dev/null) == *@(done|error)* ]]
}
