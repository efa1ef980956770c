# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The report at the top of README.md is what ecsprobe prints where the security group of one endpoint is closed. Only
# times differ from run to run.

agent
lab_up
mkdir -p /etc/ecsprobe
install -m 755 "$BINARY" "$MACHINE_ROOT/usr/bin/ecsprobe"
install -m 644 "$CA" /etc/ecsprobe/lab-ca.pem
printf '%s\n' 'ca-file = /etc/ecsprobe/lab-ca.pem' >/etc/ecsprobe/ecsprobe.conf
drop ecr.dkr
in_machine env -i PATH=/usr/bin:/bin ecsprobe >"$OUT/stdout" 2>"$OUT/stderr"
same "exit status" 1 "$?"

# without_times: durations, and when it was.
without_times() {
	sed -E 's/20[0-9-]+T[0-9:]+Z/TIME/; s/since [0-9:]+Z \([0-9]+ s\)/since TIME/; /^[A-Za-z*]+ +[a-z.-]+ +[a-z]/s/ +[0-9]+\.[0-9]+/ N/g; s/[0-9]+ ms\b/N ms/'
}
in_readme() {
	awk '/^<!-- report -->$/ { getline; getline; is_report = 1; next } is_report && /^```$/ { exit } is_report' "$ROOT/README.md" | without_times
}
EXPECTATIONS=$((EXPECTATIONS + 1))
difference=$(diff <(in_readme) <(without_times <"$OUT/stdout")) ||
	fail "README.md shows another report; to take this one: E2E_KEEP=/tmp/kept tests/e2e/run docs-report; tests/docs/commands.py report /tmp/kept/docs-report/stdout: $difference"
