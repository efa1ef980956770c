# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The first connection to each address of ecr.api breaks at its ClientHello; later ones pass, whatever their size. So
# the size was not the reason. A first large ClientHello that is lost while the next passes is nothing to report.

lab_up
# first_breaks VERDICT LENGTHS: of packets that hold the beginning of a ClientHello
first_breaks() {
	in_vpc nft -f - <<EOF
table inet once
delete table inet once
table inet once {
  set seen { type ipv4_addr; flags dynamic; size 64; }
  set broken { type ipv4_addr . inet_service; flags dynamic; size 64; }
  chain input {
    type filter hook input priority -20
    tcp dport 443 ip daddr { $(comma_separated "${PRIVATE[ecr.api]}") } ip daddr != @seen @ih,0,8 22 @ih,40,8 1 ip length $2 add @broken { ip daddr . tcp sport } add @seen { ip daddr }
    ip length > 100 ip daddr . tcp sport @broken $1
  }
}
EOF
}
first_breaks 'reject with tcp reset' '< 1000'
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail tls-reset
expect_others pass
expect_findings fail:tls-reset:ecr.api
probe 4
expect_healthy
first_breaks drop '< 1000'
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail tls-timeout
expect_others pass
expect_findings fail:tls-timeout:ecr.api
probe 4
expect_healthy
first_breaks drop '> 1000'
probe 4
expect_healthy
