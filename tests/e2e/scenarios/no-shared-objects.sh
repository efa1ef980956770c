# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A whole probe loads no shared object and no converter: the binary runs on any distribution.

needs strace
lab_up
! readelf -l "$BINARY" | grep -q INTERP || not_applicable "a dynamic build"
E2E_WRAP="strace -f -qq -e trace=open,openat,openat2 -o $OUT/trace" probe 10
expect_healthy
expect_no_text trace '\.so[".]|gconv'
