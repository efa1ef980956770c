# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Without -o the text report goes to stdout, plain on a pipe, in colour where it is asked for.

lab_up
ecsprobe --ca-file "$CA"
expect_exit 0
for service in "${SERVICES[@]}"; do expect_text stdout "${service//./\\.}"; done
expect_no_text stdout $'\e'
same "stderr of a healthy run" "" "$(<"$OUT/stderr")"
ecsprobe --ca-file "$CA" --color always
expect_exit 0
expect_text stdout $'\e\\['
