# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The connection is reset as soon as it stands. The probe is held after every connect(), so that it sees the
# reset before the connection.

needs strace
fault ecr.api reset-at-once
lab_up
E2E_WRAP="strace -f -qq -o $OUT/trace -e trace=connect -e inject=connect:delay_exit=50000 ${E2E_WRAP-}" \
	probe 10 --service ecr.api
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail tcp-reset
expect_all_addresses 2 fail:tcp-reset ecr.api
expect_findings fail:tcp-reset:ecr.api
