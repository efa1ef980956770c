# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A value that cannot be: the message names the option, the value and what was expected.

lab_up
refused() { # OPTION VALUE EXPECTED
	ecsprobe "$1" "$2"
	expect_exit 64
	expect_text stderr "$1.*$2.*expected.*$3"
}
refused --timeout banana second
refused --timeout -1 second
refused --allow-cidr 10.99.0.0/33 10.0.0.0/16
refused --expect sometimes private
refused --account 12345 digits
same stdout "" "$(<"$OUT/stdout")"
# This one is found out when the plan is made.
refused --service no-such-service "a service of --list --all-profiles"
