# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What can be changed while the lab runs: in a scenario after lab_up, by hand with `lab flip NAME FUNCTION ...`.

# addresses_of SERVICE|ADDRESS...: what Route 53 answers for a service, or the address itself.
addresses_of() {
	local target
	for target; do
		[[ -v ANSWERS[$target] ]] && target=${ANSWERS[$target]}
		printf '%s ' "$target"
	done
}

# filter_set add|delete KIND TARGET...
filter_set() {
	local verb=$1 kind=$2 all address commands=
	all=$(addresses_of "${@:3}")
	# shellcheck disable=SC2086
	for address in $(ipv4_of $all); do commands+="$verb element inet lab ${kind}4 { $address }"$'\n'; done
	# shellcheck disable=SC2086
	for address in $(ipv6_of $all); do commands+="$verb element inet lab ${kind}6 { $address }"$'\n'; done
	in_vpc nft -f - <<<"$commands"
}

# drop TARGET...: packets vanish, as behind a closed security group. TARGET: a service or an address.
drop() { filter_set add drop "$@"; }
# refuse TARGET...: the connection is reset at once.
refuse() { filter_set add refuse "$@"; }
# unreachable TARGET...: ICMP host unreachable.
unreachable() { filter_set add unreach "$@"; }
# no_dns ADDRESS...: this nameserver's port 53 is silent.
no_dns() { filter_set add nodns "$@"; }
# restore: undoes the four above, and the NAT gateway is there.
restore() {
	local kind
	for kind in drop4 drop6 refuse4 refuse6 unreach4 unreach6 nodns4 nodns6; do
		echo "flush set inet lab $kind"
	done | in_vpc nft -f -
}

# drop_everything: nothing leaves the instance, not even to the metadata service.
drop_everything() {
	drop 0.0.0.0/0 ::/0
	drop_imds
}

# drop_imds: packets to the metadata service vanish.
drop_imds() {
	in_nitro nft -f - <<<'table inet nitro {
		chain input { type filter hook input priority 0; iifname "br0" tcp dport 80 drop; }
	}'
}

# lose_imds_answers: connections to the metadata service come about, and no answer arrives: the hop limit of
# the instance is too small for where the request came from.
lose_imds_answers() {
	in_nitro nft -f - <<<'table inet hops {
		chain output { type filter hook output priority 0; oifname "br0" tcp sport 80 tcp flags & (psh | fin) != 0 drop; }
	}'
}

# imds_mode JSON: how the metadata service behaves from now on; see servers/imds.py.
imds_mode() {
	echo "$1" >"$LAB/imds.mode.new"
	mv "$LAB/imds.mode.new" "$LAB/imds.mode"
}

# imds_answers_after_dns PATTERN: it says nothing until unbound, which logs queries, was asked for such a name.
imds_answers_after_dns() {
	imds_mode '{"held": true}'
	(
		until grep -q "info: $ENI_IPV4 $1" "$LAB/log/unbound"; do sleep 0.05; done
		imds_mode '{}'
	) &
}

# zone_mode NAME|SERVICE MODE: unbound's local-zone types: always_nxdomain always_nodata refuse deny ...
zone_mode() {
	unbound-control -q -c "$LAB/unbound.conf" local_zone "${HOST[$1]-$1}" "$2"
}

# answers_now SERVICE ADDRESS...: what Route 53 answers for its host from now on; every cache has forgotten what was.
answers_now() {
	local serial
	answers "$@"
	remember_declared
	serial=$(awk '$4 == "SOA" { print $7 + 1 }' "$LAB/knot/$ZONE.zone")
	all_records | zone_records "$ZONE" | sed "1s/hostmaster 1 /hostmaster $serial /" >"$LAB/knot/$ZONE.zone"
	knotc -c "$LAB/knot.conf" -b zone-reload "$ZONE" >>"$LAB/log/knotc" 2>&1 || lab_error "knot does not reload"
	unbound-control -q -c "$LAB/unbound.conf" flush_zone "$ZONE"
}

# endpoints_created [SERVICE...]: there are interface endpoints with private DNS for these, or else for the three of
# ECS. The numbered hosts stay what they were. See endpoints_missing in agent.sh.
endpoints_created() {
	local service
	(($#)) || set -- ecs ecs-agent ecs-telemetry
	for service; do answers_now "$service" "${PRIVATE[$service]}"; done
}

# dns_front [at ADDRESS] SERVICE[/TYPE]=MODE... | every=MODE: puts servers/dnsfront.py before the Route 53 Resolver, or before
# the nameserver at ADDRESS.
dns_front() {
	local rule name rules=() servers=("${ROUTE53[0]}" "${ROUTE53[1]}")
	if [[ $1 == at ]]; then
		servers=("$2")
		shift 2
	fi
	for rule; do
		name=${rule%%[/=]*}
		rules+=("${HOST[$name]-$name}${rule#"$name"}")
	done
	start_ready vpc dnsfront \
		"$PYTHON" "$E2E/servers/dnsfront.py" "${servers[0]}" 5354 "${servers[0]}" "${rules[@]}"
	in_vpc nft -f - <<EOF
table ip front {
  chain prerouting {
    type nat hook prerouting priority -100
    iifname "vpc0" meta l4proto { tcp, udp } th dport 53 ip daddr { $(comma_separated "${servers[*]}") } dnat to ${servers[0]}:5354
  }
}
EOF
}

# stop_resolver: nobody listens on the Route 53 Resolver's port any more.
stop_resolver() {
	stop_server unbound
}

# link_delay MICROSECONDS [JITTER_US [LOSS_PERMILLE [MAX_BYTES]]]: of the way to the VPC, each direction.
link_delay() {
	printf 'ab %s %s %s %s\nba %s %s %s %s\n' "$1" "${2-0}" "${3-0}" "${4-0}" "$1" "${2-0}" "${3-0}" "${4-0}" >"$LAB/link"
	kill -HUP "$(<"$LAB/pid/delaylink")"
}

# certificate SERVICE VARIANT: what its endpoint shows from now on; see tls in declare.sh, or "good".
certificate() {
	tls "$1" "$2"
	declare -p TLS >>"$LAB/declared"
	nginx_config >"$LAB/nginx.conf"
	stop_server nginx
	in_vpc nginx -e "$LAB/log/nginx" -c "$LAB/nginx.conf"
	cp "$LAB/nginx.pid" "$LAB/pid/nginx"
}

# mtu_in BYTES TARGET...: larger packets from there to the instance vanish, and no ICMP message tells.
mtu_in() { shrink_path nitro wire saddr "$@"; }
# mtu_out BYTES TARGET...: the same in the other direction.
mtu_out() { shrink_path vpc vpc0 daddr "$@"; }

# At the device, since only there packets are as large as on the wire: above it the kernel joins them.
shrink_path() {
	local addresses
	addresses=$(addresses_of "${@:5}")
	# shellcheck disable=SC2086
	addresses=$(ipv4_of $addresses)
	nsenter --net="/run/netns/$1" nft -f - <<EOF
table netdev shrink-$3 {
  chain ingress {
    type filter hook ingress device "$2" priority 0
    ip $3 { $(comma_separated "$addresses") } ip length > $4 drop
  }
}
EOF
}

comma_separated() {
	local words
	read -ra words <<<"$1"
	(IFS=, && echo "${words[*]}")
}

# hello_split drop|reset TARGET...: a middlebox that wants a ClientHello in one segment: the first segment of a
# longer one vanishes or is answered with a reset. Segments hold 1460 bytes on that path.
hello_split() {
	local addresses verdict=drop
	[[ $1 == drop ]] || verdict='reject with tcp reset'
	addresses=$(addresses_of "${@:2}")
	# shellcheck disable=SC2086
	addresses=$(comma_separated "$(ipv4_of $addresses)")
	# From the TCP payload: record type, handshake type, length of the record.
	in_vpc nft -f - <<EOF
table inet middlebox {
  chain input {
    type filter hook input priority -10
    tcp dport 443 ip daddr { $addresses } @ih,0,8 22 @ih,40,8 1 @ih,24,16 > 1400 $verdict
  }
  chain output {
    type filter hook output priority 0
    tcp sport 443 ip saddr { $addresses } tcp flags & (syn | ack) == (syn | ack) tcp option maxseg size set 1460
  }
}
EOF
}

# docker_bridge [behind]: a bridge docker0 with 172.17.0.0/16 on the instance; behind: what has an address of it
# in the VPC can be reached over the bridge.
docker_bridge() {
	batch <<<'link add docker0 type bridge stp_state 0 forward_delay 0
address add 172.17.0.1/16 dev docker0
link set docker0 up'
	[[ ${1-} == behind ]] || return 0
	batch <<<'link add veth0 type veth peer name shadow0 netns vpc
link set veth0 up master docker0'
	batch -n vpc <<<'address add 172.17.255.254/16 dev shadow0
link set shadow0 up'
}

# host_store FILE...: the instance's own trust store: a hashed directory with these authorities and no bundle.
# The probe uses it from now on.
host_store() {
	local file number=0
	rm -rf /etc/ssl/certs /etc/pki /etc/ssl/cert.pem
	mkdir -p /etc/ssl/certs
	for file; do cp "$file" "/etc/ssl/certs/authority-$((number++)).pem"; done
	openssl rehash /etc/ssl/certs
	trust_host
}
