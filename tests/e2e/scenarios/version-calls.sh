# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --version tells a version: it asks little of the system, the time zone of no file, and OpenSSL nothing.

needs strace
lab_up
! readelf -l "$BINARY" | grep -q INTERP || not_applicable "a dynamic build"
cp "$CA" /etc/ssl/certs/ce5e74ef.0
E2E_WRAP="strace -f -qq -o $OUT/trace" ecsprobe --version
expect_exit 0
expect_text stdout '^ecsprobe '
expect_no_text trace 'localtime|zoneinfo'
calls=$(wc -l <"$OUT/trace")
((calls <= 22)) || fail "$calls system calls: $(<"$OUT/trace")"
