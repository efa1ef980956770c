# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One report cannot be written; the others are, and the exit status tells.

lab_up
probe 4 -o json=/nonexistent/x
expect_exit 74
expect_verdict healthy
expect_others pass
expect_findings
expect_text stderr /nonexistent
