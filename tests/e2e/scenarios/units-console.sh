# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Nobody can log in, and the console is all that is left: the unit of the check tells it what fails, what to check first, in
# 20 lines at most, once, and once more when it is over. A boot that is well leaves it alone.

source "$E2E/units.sh"
agent
lab_up
install_units
SAID=/var/lib/ecsprobe-check/said
# Since the boot: journald writes "[   12.345678] ecsprobe[91]: LINE".
console() {
	in_machine journalctl --sync
	grep -a 'ecsprobe\[[0-9]*\]: ' "$LAB/log/machine" | sed 's/.*ecsprobe\[[0-9]*\]: //' | tr -d '\r' >"$OUT/console"
}
# check STATUS: one run of the unit.
check() {
	in_machine systemctl start ecsprobe.service
	same "exit status of systemctl" "$1" "$?"
	console
}
# later MINUTES: as if it had been said so long ago.
later() {
	awk -v us="$(($1 * 60000000))" '{ printf "%s %.0f %s\n", $1, ($2 > us ? $2 - us : 0), $3 }' "$SAID" >"$OUT/said"
	cat "$OUT/said" >"$SAID"
}

check 0
same "lines of a boot that is well" 0 "$(wc -l <"$OUT/console")"
same "what is remembered" "" "$(ls "$SAID" 2>/dev/null)"

drop ecr.dkr
check 1
cp "$OUT/console" "$OUT/first"
lines=$(wc -l <"$OUT/first")
((lines > 3 && lines <= 20)) || fail "$lines lines on the console"
expect_text first '^ecsprobe UNHEALTHY us-east-1 i-[0-9a-f]+ 2'
expect_text first '^FAIL tcp-timeout ecr.dkr: no answer from '
expect_text first "^  -> Check three things\. The endpoint's security group"
expect_text first '^all of it: journalctl -t ecsprobe, or sudo ecsprobe -v$'
same "the longest line" 1 "$(awk 'length > most { most = length } END { print (most < 80) }' "$OUT/first")"

# Not again, and nothing else so soon.
check 1
same "lines after another run" "$lines" "$(wc -l <"$OUT/console")"
drop ecr.api
check 1
same "lines after another failure" "$lines" "$(wc -l <"$OUT/console")"
later 16
check 1
tail -n +$((lines + 1)) "$OUT/console" >"$OUT/second"
expect_text second '^FAIL tcp-timeout ecr.api, ecr.dkr: '
lines=$(wc -l <"$OUT/console")

# It is over: that is said as well.
restore
later 16
check 0
tail -n +$((lines + 1)) "$OUT/console" >"$OUT/third"
same "what is said then" 'ecsprobe HEALTHY' "$(head -n 1 "$OUT/third" | cut -d ' ' -f 1-2)"
lines=$(wc -l <"$OUT/console")
check 0
same "lines of a run that is well" "$lines" "$(wc -l <"$OUT/console")"
