# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One answer is too large for a datagram of 512 bytes: TC, then TCP.

unbound_line 'max-udp-size: 512'
sixty=()
for ((i = 1; i <= 60; i++)); do sixty+=("10.0.1.$((100 + i))"); done
answers ecr.api "${sixty[@]}"
also_serve ecr.api "${sixty[@]}"
lab_up
over_tcp() {
	unbound-control -c "$LAB/unbound.conf" stats_noreset | sed -n 's/^num.query.tcp=//p'
}
same "truncated over UDP" 1 "$(dig +ignore "${HOST[ecr.api]}" @10.0.0.2 | grep -c 'flags:.* tc')"
before=$(over_tcp)
probe 6
expect_healthy
expect_all_addresses 60 pass ecr.api
expect_json 'endpoint("ecr.api").dns.route53.addresses | length == 60'
((before < $(over_tcp))) || fail "no query came over TCP"
