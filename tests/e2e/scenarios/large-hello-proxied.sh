# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent's proxy opens a tunnel to ecr.api and nothing comes back through it. That the direct way to ecr.api loses
# long ClientHellos explains nothing, and port 443 of the proxy is none of the probe's business.

proxy allow
lab_up
agent_proxy "HTTPS_PROXY=$PROXY_URL" \
	"NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock,${HOST[ecs]},${HOST[ecs-agent]},${HOST[ecs-telemetry]},${HOST[secretsmanager]}"
in_vpc nft -f - <<EOF
table inet watch {
  counter knocks { }
  chain prerouting { type filter hook prerouting priority -300; ip daddr $PROXY_IPV4 tcp dport 443 counter name knocks; }
}
table inet silence {
  chain input {
    type filter hook input priority -20
    iifname "lo" ip daddr { $(comma_separated "${PUBLIC[ecr.api]}") } tcp dport 443 ip length > 100 drop
  }
}
EOF
for trouble in none drop reset; do
	[[ $trouble == none ]] || hello_split "$trouble" ecr.api
	probe 4
	expect_exit 1
	expect_verdict unhealthy
	expect_endpoint ecr.api fail tls-timeout
	expect_others pass
	expect_class proxied ecr.api
	expect_findings fail:tls-timeout:ecr.api
	[[ $trouble == none ]] || in_vpc nft delete table inet middlebox
done
same "packets to the proxy's port 443" 0 "$(in_vpc nft -j list counter inet watch knocks | jq '.nftables[] | .counter.packets // empty')"
