# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The nameserver answers FORMERR to every question with EDNS, as Go asks, and properly to one without. dig +noedns works,
# and so does a C library.

lab_up
dns_front every=edns1
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-no-edns
expect_others fail dns-no-edns
expect_advice dns-no-edns:ecs 'EDNS'
