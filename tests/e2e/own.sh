# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What is no AWS endpoint: a database of the user's own, and profile files.

OWN_HOST=db.payments.internal
OWN_ADDRESS=10.0.3.90

# own_host: before lab_up: Route 53 knows its name, from a private hosted zone.
own_host() {
	unbound_line 'local-zone: "payments.internal." static'
	unbound_line "local-data: \"$OWN_HOST. 60 IN A $OWN_ADDRESS\""
}

# own_address: after lab_up: its address is there; no port of it listens.
own_address() {
	batch -n vpc <<<"address add $OWN_ADDRESS/32 dev lo"
}

# database PORT...: after lab_up: it listens on these; see servers/database.py.
database() {
	own_address
	start_ready vpc database "$PYTHON" "$E2E/servers/database.py" "$OWN_ADDRESS" "$@"
}

# expect_heard PORT BYTES: somebody connected to that port of the database and said so much.
expect_heard() {
	EXPECTATIONS=$((EXPECTATIONS + 1))
	poll 2 grep -qx -- "$1 $2" "$LAB/log/database" ||
		fail "the database's port $1 heard: $(tr '\n' ';' <"$LAB/log/database")"
}

# own_profile NAME LINE...: after lab_up.
own_profile() {
	mkdir -p /etc/ecsprobe/profiles.d
	printf '%s\n' "${@:2}" >"/etc/ecsprobe/profiles.d/$1.conf"
}
