# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A mistyped option is an error that names it, and nothing is probed.

lab_up
ecsprobe --no-such-option
expect_exit 64
expect_text stderr '--no-such-option'
same stdout "" "$(<"$OUT/stdout")"
ecsprobe stray-argument
expect_exit 64
expect_text stderr stray-argument
