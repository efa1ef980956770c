# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A sinkhole: the name answers 127.0.0.1, which must never be dialled.

answers ecs 127.0.0.1
lab_up
nft -f - <<<'table ip seen {
	chain output { type filter hook output priority 0; ip daddr 127.0.0.1 tcp dport 443 counter; }
}'
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail blackhole-address
expect_others pass
expect_class blackhole ecs
expect_findings fail:blackhole-address:ecs
expect_json 'endpoint("ecs").addresses | length == 1 and .[0].connect_us == null and .[0].tls == null'
same "packets to 127.0.0.1:443" 0 "$(nft -j list table ip seen | jq '[.. | .counter? | objects | .packets] | add')"
