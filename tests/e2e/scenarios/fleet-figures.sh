# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What a run of ecsprobe.service costs others: packets to the resolver, connections, requests to the metadata service and
# series for Prometheus. ecsprobe-fleet(7) calculates with these numbers.

source "$E2E/units.sh"
systemd
lab_up
install_units
nft -f - <<'EOT'
table inet figures {
	counter route53 { }
	counter company { }
	counter connections { }
	counter imds { }
	chain output {
		type filter hook output priority 0
		ip daddr { 10.0.0.2, 169.254.169.253 } meta l4proto { udp, tcp } th dport 53 counter name route53
		ip daddr 10.0.0.53 meta l4proto { udp, tcp } th dport 53 counter name company
		tcp dport 443 tcp flags & (syn | ack) == syn counter name connections
		ip daddr 169.254.169.254 tcp flags & (syn | ack) == syn counter name imds
	}
}
EOT
# figure COUNTER: its packets, and from now on counted from 0.
figure() {
	nft -j reset counter inet figures "$1" | jq '.nftables[] | .counter.packets // empty'
}
in_machine systemctl start ecsprobe.service
same "exit status" 0 "$?"
same "packets to the Route 53 Resolver" 16 "$(figure route53)"
same "packets to another nameserver" 0 "$(figure company)"
# Two addresses of each of eight names, each once more for a large ClientHello.
same "connections" 32 "$(figure connections)"
# A connection is kept as long as there is something to ask, so it may be one less.
(($(figure imds) <= 5)) || fail "more than 5 connections to the metadata service"
series=$(grep -vc '^#' "$PROM")
# That of ecsprobe-fleet(7) is with an agent, and without findings.
page=$(grep -oPm 1 '^[0-9]+(?= series: )' "$ROOT/packaging/man/ecsprobe-fleet.7")
((page && series > page - 16 && series <= page + 4)) || fail "$series series, ecsprobe-fleet(7) calculates with ${page:-none}"
EXPECTATIONS=$((EXPECTATIONS + 2))
