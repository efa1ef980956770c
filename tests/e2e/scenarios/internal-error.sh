# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The kernel has no more event queues to give: an error of the tool, which says nothing about the endpoints.

needs strace
lab_up
E2E_WRAP="strace -f -qq -o $OUT/trace -e trace=epoll_create1 -e inject=epoll_create1:error=EMFILE ${E2E_WRAP-}" probe 4
expect_exit 70
expect_verdict unknown
expect_json '.endpoints == []'
expect_findings fail:internal-error:instance
expect_text stderr .
