# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# limit: 600 s
# What README.md and the manual tell people to paste on an instance works there: each command runs as it is printed, in a
# shell of its own, and ends with the status in its tag (tests/docs/commands.py). As on an instance, ecsprobe, its units and
# examples are where the package has them, and the user is none of root's unless the command begins with sudo.

aws
agent
services sqs kms
unbound_line 'local-zone: "internal.example." static'
unbound_line 'local-data: "db.internal.example. 60 IN A 10.0.3.90"'
own_host
lab_up
database 5432

# As the package has it, and what a user has put there by what the manual shows.
mkdir -p /etc/ecsprobe/profiles.d
install -m 755 "$BINARY" "$MACHINE_ROOT/usr/bin/ecsprobe"
install -m 644 "$ROOT"/packaging/systemd/*.{service,timer} "$MACHINE_UNITS/"
mkdir -p "$MACHINE_ROOT/usr/share/doc/ecsprobe/examples"
install -m 644 "$ROOT"/packaging/systemd/*.conf "$MACHINE_ROOT/usr/share/doc/ecsprobe/examples/"
install -m 644 "$CA" /etc/ecsprobe/lab-ca.pem
printf '%s\n' 'ca-file = /etc/ecsprobe/lab-ca.pem' 'cool-down = 0' | tee /etc/ecsprobe/ecsprobe.conf >/etc/ecsprobe/build.conf
while IFS= read -r -d '' path && IFS= read -r -d '' text; do
	printf '%s' "$text" >"$path"
done < <("$PYTHON" "$ROOT/tests/docs/commands.py" files)
# As on Amazon Linux, and node_exporter as Debian's package makes its folder.
in_machine sh -c 'echo prometheus:x:991: >>/etc/group; echo prometheus:x:991:991::/:/usr/sbin/nologin >>/etc/passwd'
# The bus turns away a user whom the machine does not know.
in_machine sh -c 'getent passwd 1000 || echo ec2-user:x:1000:1000::/home/ec2-user:/bin/bash >>/etc/passwd; getent group 1000 || echo ec2-user:x:1000: >>/etc/group'
in_machine install -d -o prometheus -g prometheus -m 755 /var/lib/prometheus/node-exporter
in_machine install -d -o 1000 -g 1000 /home/ec2-user
[[ -x $MACHINE_ROOT/usr/bin/sudo ]] || install -m 755 <(printf '#!/bin/sh\nexec "$@"\n') "$MACHINE_ROOT/usr/bin/sudo"
in_machine systemctl daemon-reload

# paste COMMAND
paste() {
	local user=(setpriv --reuid 1000 --regid 1000 --clear-groups)
	# Nobody can become root through the sudo above.
	[[ $1 != *sudo* && $PLACE_ROOT != root ]] || user=()
	# shellcheck disable=SC2016 # for its own shell
	in_machine "${user[@]}" env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/home/ec2-user LANG=C.UTF-8 \
		timeout -k 5 "$(scaled 100)" bash -c 'cd && eval "$1"' bash "$1" >"$OUT/stdout" 2>"$OUT/stderr"
}

count=0
while IFS= read -r -d '' expected && IFS= read -r -d '' PLACE_ROOT && IFS= read -r -d '' place && IFS= read -r -d '' command; do
	# Each is the first of its kind on this instance: three restarts before it would put it off.
	rm -f /var/lib/ecsprobe/restarts.json
	paste "$command"
	status=$?
	count=$((count + 1))
	EXPECTATIONS=$((EXPECTATIONS + 1))
	echo "$status $place $command"
	((status == expected)) || fail "$place: exit status $status, expected $expected: $command: $(head -n 8 "$OUT/stderr" "$OUT/stdout")"
	if [[ $command == *enable* ]]; then
		in_machine systemctl disable -q --now ecsprobe.timer ecsprobe-agent.timer
		in_machine systemctl stop ecsprobe.service ecsprobe-agent.service
	fi
done < <("$PYTHON" "$ROOT/tests/docs/commands.py" lab)
((count > 40)) || fail "only $count commands"
