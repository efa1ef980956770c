# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent asks for FIPS names, which are public; the plain name of ecs, which nobody asks for, is pinned in
# /etc/hosts. What stands there is not in the plan and is left alone.

nat on
fips_names
pinned 10.0.0.77 ecs
also_serve ecs 10.0.0.77
lab_up
agent_config AWS_USE_FIPS_ENDPOINT=true
in_vpc nft -f - <<'EOF'
table inet watch {
  counter knocks { }
  chain prerouting { type filter hook prerouting priority -300; ip daddr 10.0.0.77 counter name knocks; }
}
EOF
for option in '' --deep; do
	probe 4 ${option:+"$option"}
	expect_exit 0
	expect_verdict degraded
	expect_endpoints warn plain-name-only -- ecs ecr.api secretsmanager
	expect_others pass
	expect_class public ecs ecr.api secretsmanager
	expect_findings warn:plain-name-only:{ecs,ecr.api,secretsmanager}
done
same "packets to 10.0.0.77" 0 "$(in_vpc nft -j list counter inet watch knocks | jq '.nftables[] | .counter.packets // empty')"
