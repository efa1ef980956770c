# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Every code is explained by itself; another word is an error. Nothing is probed.

lab_up
ecsprobe --list-codes
expect_exit 0
mapfile -t listed < <(awk '{ print $1 }' "$OUT/stdout")
((${#listed[@]} > 30)) || fail "only ${#listed[@]} codes"
same "codes without a meaning" "" "$(awk 'NF < 3' "$OUT/stdout")"
for code in "${listed[@]}"; do
	ecsprobe --explain "$code" >/dev/null
	expect_exit 0
	expect_text stdout "$code"
done
ecsprobe --explain no-such-code
expect_exit 64
expect_text stderr no-such-code
ecsprobe --explain dns-nxdomian
expect_exit 64
expect_text stderr 'did you mean dns-nxdomain\?'
# What the agent or dockerd logs leads to the codes.
ecsprobe --explain 'dial tcp 10.0.1.10:443: i/o timeout'
expect_exit 0
expect_text stdout "^In the agent's log: "
expect_text stdout '^tcp-timeout '
expect_no_text stdout '^tls-alert '
first_code() { awk '/^Codes that may look like this/ { getline; getline; print $1 }' "$OUT/stdout"; }
same "the likeliest code" tcp-timeout "$(first_code)"
ecsprobe --explain 'lookup ecs.us-east-1.amazonaws.com on 10.0.0.2:53: read udp 10.0.1.5:41000->10.0.0.2:53: i/o timeout'
same "the likeliest code of a lookup" dns-timeout "$(first_code)"
ecsprobe --explain TCP-Timeout
expect_exit 0
expect_text stdout '^tcp-timeout: '
expect_text stdout 'https://docs\.aws\.amazon\.com/'
