# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# How resolv.conf says to ask: over TCP with use-vc, which a firewall that knows DNS by UDP alone does not let through; and
# through the interface of a link-local address.

corporate ecs 10.0.1.10
family dual
lab_up
echo 'options use-vc' >>/etc/resolv.conf
probe 3
expect_healthy
in_vpc nft -f - <<<'table inet vc {
	chain input { type filter hook input priority -5; tcp dport 53 drop; }
}'
probe 3
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-timeout
in_vpc nft delete table inet vc

batch -n vpc <<<"address add fe80::53/64 dev vpc0 nodad"
start_ready vpc linklocal "$PYTHON" "$E2E/servers/dnsfront.py" fe80::53%vpc0 53 "${ROUTE53[0]}"
poll 5 dns_answers fe80::53%ens5 env || lab_error "the link-local nameserver does not answer"
echo 'nameserver fe80::53%ens5' >/etc/resolv.conf
probe 3
expect_exit 0
expect_json '.vantages | any(.dialler == "agent" and .nameservers[0] == "fe80::53")'
expect_json 'all(.endpoints[]; .dns.system.status == "pass")'
