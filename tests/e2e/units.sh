# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# For scenarios of the packaged units: packaging/systemd in the machine as a package puts it there.

PROM=/var/lib/ecsprobe-check/ecsprobe.prom
PROM_REPORT=/var/lib/ecsprobe-check/report.json

# install_units: the binary, the units, and what a unit must know of the lab: whom to trust.
install_units() {
	install -m 755 "$BINARY" "$MACHINE_ROOT/usr/bin/ecsprobe"
	install -m 644 "$ROOT"/packaging/systemd/*.{service,timer} "$MACHINE_UNITS/"
	install -m 644 "$CA" "$MACHINE_ROOT/usr/share/lab-ca.pem"
	drop_in ecsprobe.service '[Service]' 'Environment=ECSPROBE_CA_FILE=/usr/share/lab-ca.pem' Environment=ECSPROBE_CONNECT_TIMEOUT=1
	drop_in ecsprobe-agent.service '[Service]' 'Environment=ECSPROBE_CA_FILE=/usr/share/lab-ca.pem'
	TRUST=(--ca-file /usr/share/lab-ca.pem)
}

# drop_in UNIT LINE...: one more; the units are read anew.
drop_in() {
	local dir=/etc/systemd/system/$1.d
	mkdir -p "$dir"
	printf '%s\n' "${@:2}" >"$dir/$(find "$dir" -type f | wc -l)-lab.conf"
	in_machine systemctl daemon-reload
}

# unit_runs UNIT: how often it was started.
unit_runs() {
	journal -o json -u "$1" | jq -s '[.[] | select(.JOB_TYPE == "start" and (.JOB_RESULT == "done" or .JOB_RESULT == "failed"))] | length'
}

# timer_fires TIMER UNIT SECONDS: enables it and waits until the run that it started is over.
timer_fires() {
	local before
	before=$(unit_runs "$2")
	in_machine systemctl enable -q --now "$1"
	poll "$3" unit_ran_since "$2" "$before"
}
unit_ran_since() {
	(($(unit_runs "$1") > $2))
}

# unit_entries UNIT JQ: a line for each entry of the journal that ecsprobe itself made there in this boot. Of a process that
# has ended by the time journald looks, it does not know the unit.
unit_entries() {
	journal -o json SYSLOG_IDENTIFIER=ecsprobe |
		jq -r --arg unit "$1" "select(.MESSAGE_ID and (._SYSTEMD_UNIT // \$unit) == \$unit) | $2"
}

# expect_sandbox UNIT TENTHS: nothing to complain of in the unit and its timer, and the unit is no more exposed than that.
expect_sandbox() {
	same "complaints about $1" '' "$(in_machine systemd-analyze verify --man=no "$1" "${1%.service}.timer" 2>&1)"
	in_machine systemd-analyze security --no-pager --threshold="$2" "$1" >"$OUT/security" 2>&1
	same "whether $(tail -n 1 "$OUT/security") is no more than $2 tenths" 0 "$?"
	rm "$OUT/security"
}

# every_second TIMER: instead of its minutes. systemd would take more than five starts in ten seconds for a fault.
every_second() {
	drop_in "${1%.timer}.service" '[Unit]' StartLimitIntervalSec=0
	drop_in "$1" '[Timer]' OnBootSec= OnUnitActiveSec= OnUnitInactiveSec= OnActiveSec=100ms OnUnitInactiveSec=1s \
		RandomizedDelaySec=0 AccuracySec=1ms
}

# read_all_along FILE: reads it as fast as it can until stop_reading; every time it must be there, and whole.
read_all_along() {
	touch "$OUT/reading"
	while [[ -e $OUT/reading ]]; do
		tail -n 2 "$1" | grep -q '^# TYPE ecsprobe_agent_action_info gauge$' || echo "torn"
		echo read
	done >"$OUT/readings" 2>&1 &
	READER=$!
}
stop_reading() {
	rm "$OUT/reading"
	wait "$READER"
	same "what was read" read "$(sort -u "$OUT/readings")"
	rm "$OUT/readings"
}

# unit_report FILE: keeps the report of the unit.
unit_report() {
	cp "$1" "$OUT/unit.json"
}

# same_as_by_hand: the last probe and unit_report agree on everything but the times.
same_as_by_hand() {
	local program='[.verdict, (.endpoints[] | [.service, .host, .expect, .status, .code, .class,
		(.addresses | map([.ip, .class, .status, .code]) | sort)])] | tojson'
	same "what unit and hand found" "$(jq -r "$program" "$OUT/report.json")" "$(jq -r "$program" "$OUT/unit.json")"
}

# expect_series LINE: exactly this line is in the textfile.
expect_series() {
	EXPECTATIONS=$((EXPECTATIONS + 1))
	grep -qxF -- "$1" "${2-$PROM}" || fail "not in the textfile: $1"
}
