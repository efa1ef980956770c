# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Every peer does what chance says: DNS, metadata service, introspection, Docker and the endpoints answer randomly, hugely,
# slowly, never-endingly, wrongly and in odd order. There is always a report, in time and in 64 MiB; nothing reaches a
# terminal that it obeys; and as ecs is never itself, nothing is healthy.
#   E2E_ROUNDS=N   so many rounds; E2E_SEED=N begins with the same one
# limit: 300 s

[[ ! ${E2E_WRAP-} ]] || not_applicable "the memory measured would be the wrapper's"
ROUNDS=${E2E_ROUNDS:-20}
FIRST=${E2E_SEED:-$((RANDOM * 32768 + RANDOM))}
SEED_FILE=$LAB/hostile.seed
MOST_KB=$((64 * 1024))
# --timeout 2, and what a process needs to begin and to end; not what others had the processors for.
MOST_MS=2600
lab_up
echo 0 >"$SEED_FILE"
hostile() { start_ready "$1" "hostile-$2" "$PYTHON" "$E2E/servers/hostile.py" "$SEED_FILE" "${@:3}"; }
# shellcheck disable=SC2086 # words
hostile vpc tls tls 8443 $(addresses_of ecs)
hostile vpc dns dns "${ROUTE53[0]}:5354" "${ROUTE53[0]}"
hostile nitro imds http 8180
mkdir -p /run/docker
hostile instance introspect http 51678 "$ROOT"/tests/fuzz/corpus/{introspect,workload}
hostile instance docker http /run/docker.sock "$ROOT"/tests/fuzz/corpus/{docker,workload}
in_vpc nft -f - <<NFT
table ip hostile {
  chain prerouting {
    type nat hook prerouting priority -100
    iifname "vpc0" tcp dport 443 redirect to :8443
    iifname "vpc0" meta l4proto { tcp, udp } th dport 53 ip daddr { $(comma_separated "${ROUTE53[0]} ${ROUTE53[1]}") } dnat to ${ROUTE53[0]}:5354
  }
}
NFT
in_nitro nft -f - <<'NFT'
table ip hostile {
  chain prerouting {
    type nat hook prerouting priority -100
    iifname "br0" tcp dport 80 redirect to :8180
  }
}
NFT

OPTIONS=('' -vv '--all-profiles' '--profile auto' "--region $REGION --account $ACCOUNT" '--waterfall')
most=0 longest=0
declare -A verdicts=()
for ((round = 0; round < ROUNDS; round++)); do
	seed=$((FIRST + round))
	echo "$seed" >"$SEED_FILE"
	before=$FAILURES
	# shellcheck disable=SC2086 # words
	E2E_WRAP="timeout -s KILL 20 $E2E/servers/peak.py $OUT/peak" probe_formats 2 ${OPTIONS[seed % ${#OPTIONS[@]}]} >"$LAB/log/run"
	[[ $STATUS == @(1|69) ]] || fail "exit $STATUS"
	verdict=$(from_report .verdict)
	verdicts[$verdict]=$((${verdicts[$verdict]-0} + 1))
	[[ $verdict == @(unhealthy|unknown) ]] || fail "called $verdict"
	read -r peak took waited <"$OUT/peak"
	took=$((took - waited))
	((peak <= MOST_KB)) || fail "$peak kB"
	((peak <= most)) || most=$peak
	((took <= longest)) || longest=$took
	((took <= MOST_MS)) || fail "took $took ms, without $waited in which others ran"
	# Long lines, tabs and newlines are no control of a terminal's. In a page for a browser there is more than ASCII.
	EXPECTATIONS=$((EXPECTATIONS + 1))
	! LC_ALL=C grep -laP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]' "$OUT"/{stdout,stderr,report.*} || fail "a control byte in an output"
	((FAILURES == before)) || {
		echo "  that was seed $seed"
		cat "$LAB/log/run"
	}
done
said=
for verdict in "${!verdicts[@]}"; do said+=", ${verdicts[$verdict]} $verdict"; done
echo "note: $ROUNDS rounds from seed $FIRST on$said; at most $((most / 1024)) MiB and $longest ms"
