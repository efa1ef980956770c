# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One address of ecr.api loses a ClientHello that spans two segments, the other is silent to every ClientHello: the
# agent's releases, whose ClientHello is small, get through at the first. Both are reported.

lab_up
read -r first second <<<"${PRIVATE[ecr.api]}"
hello_split drop "$first"
in_vpc nft -f - <<EOF
table inet silence {
  chain input { type filter hook input priority -20; ip daddr $second tcp dport 443 ip length > 100 drop; }
}
EOF
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn partial-addresses
expect_others pass
expect_findings warn:partial-addresses:ecr.api warn:tls-large-hello:ecr.api
