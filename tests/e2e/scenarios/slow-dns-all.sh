# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The resolver needs 1.2 s for every name, as a company's may that asks the world first: longer than it takes until it is
# asked again, and well inside the budget of 3 s. The agent works with that, and nothing was lost.

lab_up
dns_front "${SERVICES[@]/%/=slow1200}"
probe 10
expect_healthy
expect_json 'all(.endpoints[]; .dns.route53.us >= 1200000 and .dns.route53.lost == 0)'
