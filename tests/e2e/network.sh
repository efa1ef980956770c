# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Three network namespaces. The shell that sources this runs in the instance's, as process 1 of its own
# process, mount and network namespaces: when it ends, the kernel takes everything away.
#
#   instance ens5 ==veth== eni [bridge br0] wire ==delay link== vpc0 vpc
#                               169.254.169.254                 10.0.1.1 and all servers
#                               "nitro": no delay               on the loopback device

LAB=/run/lab

in_nitro() { nsenter --net=/run/netns/nitro "$@"; }
in_vpc() { nsenter --net=/run/netns/vpc "$@"; }

# poll SECONDS COMMAND...: until the command succeeds; fails when the time is over.
poll() {
	local end=$((${EPOCHREALTIME/./} + $1 * 1000000))
	shift
	until "$@" >/dev/null 2>&1; do
		((${EPOCHREALTIME/./} < end)) || return 1
		sleep 0.005
	done
}

# start_ready NETNS NAME COMMAND...: in the background, until it says "ready" on its stdout.
# Both functions run nsenter itself, not a function, so that $! is the server's process.
start_ready() {
	local word fd
	exec {fd}< <(exec nsenter --net="$(netns_of "$1")" "${@:3}" 2>>"$LAB/log/$2")
	echo $! >"$LAB/pid/$2"
	read -r -t 10 word <&"$fd"
	exec {fd}<&-
	[[ ${word-} == ready ]] || lab_error "$2 did not start"
}

# start NETNS NAME COMMAND...: in the background; log and process id under its name.
start() {
	nsenter --net="$(netns_of "$1")" "${@:3}" >>"$LAB/log/$2" 2>&1 &
	echo $! >"$LAB/pid/$2"
}

netns_of() {
	[[ $1 == instance ]] && echo /proc/1/ns/net || echo "/run/netns/$1"
}

# stop_server NAME: and wait until it is gone.
stop_server() {
	local pid
	[[ -e $LAB/pid/$1 ]] || return 0
	pid=$(<"$LAB/pid/$1")
	kill "$pid" 2>/dev/null
	poll 10 process_gone "$pid" || lab_error "$1 does not stop"
	rm -f "$LAB/pid/$1"
}

# A zombie counts as gone: process 1 of the lab reaps it when it gets to it.
process_gone() {
	local state
	state=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) || return 0
	[[ -z $state || $state == Z* ]]
}

lab_error() {
	echo "lab: $*" >&2
	tail -n 20 "$LAB"/log/* >&2 2>/dev/null
	exit 70
}

batch() {
	ip "$@" -batch - || lab_error "ip $* failed"
}

instance_links() {
	echo "link set lo up
link add ens5 mtu 9001 address $ENI_MAC type veth peer name eni mtu 9001 netns nitro
link set ens5 up"
	if [[ $FAMILY != ipv6 ]]; then
		echo "address add $ENI_IPV4/24 dev ens5
route add default via 10.0.1.1
route add $IMDS_IPV4/32 dev ens5"
	fi
	if [[ $FAMILY != ipv4 ]]; then
		echo "address add $ENI_IPV6/64 dev ens5 nodad
route add default via fe80::1 dev ens5
route add $IMDS_IPV6/128 dev ens5"
	fi
}

nitro_links() {
	echo "link set lo up
link add br0 mtu 9001 type bridge stp_state 0 forward_delay 0
link set eni up master br0
link set wire mtu 9001 up master br0
link set br0 up"
	if [[ $IMDS != absent && $IMDS_LIMIT != ipv6 ]]; then
		echo "address add $IMDS_IPV4/32 dev br0"
	fi
	echo "route add 10.0.1.0/24 dev br0"
	if [[ $FAMILY != ipv4 && $IMDS != absent && $IMDS_LIMIT != ipv4 ]]; then
		echo "address add $IMDS_IPV6/128 dev br0 nodad
route add 2600:1f18:1234:1::/64 dev br0"
	fi
}

vpc_links() {
	local service address
	echo "link set lo up
link set vpc0 mtu 9001 up
address add 10.0.1.1/24 dev vpc0"
	for address in "${ROUTE53[@]}" "$CORPORATE_DNS" "$PROXY_IPV4"; do echo "address add $address/32 dev lo"; done
	if [[ $FAMILY != ipv4 ]]; then
		echo "address add fe80::1/64 dev vpc0 nodad
address add 2600:1f18:1234:1::1/64 dev vpc0 nodad
address add $ROUTE53_6/128 dev vpc0 nodad"
	fi
	for service in "${EVERYTHING[@]}"; do
		for address in $(served_at "$service"); do
			# Neighbour discovery, unlike ARP, wants the address on the device that is asked.
			[[ $address == *:* ]] && echo "address add $address/128 dev vpc0 nodad" ||
				echo "address add $address/32 dev lo"
		done
	done | sort -u
}

# The packet filter of the VPC: sets that a scenario fills while the lab runs.
vpc_filter() {
	local nat4='52.94.0.0/16' nat6='2600:1f70::/32'
	[[ $NAT == off ]] || nat4='' nat6=''
	cat <<EOF
table inet lab {
  set drop4 { type ipv4_addr; flags interval; auto-merge; ${nat4:+elements = { $nat4 \}} }
  set drop6 { type ipv6_addr; flags interval; auto-merge; ${nat6:+elements = { $nat6 \}} }
  set refuse4 { type ipv4_addr; flags interval; auto-merge; }
  set refuse6 { type ipv6_addr; flags interval; auto-merge; }
  set unreach4 { type ipv4_addr; flags interval; auto-merge; }
  set unreach6 { type ipv6_addr; flags interval; auto-merge; }
  set nodns4 { type ipv4_addr; flags interval; auto-merge; }
  set nodns6 { type ipv6_addr; flags interval; auto-merge; }
  chain input {
    type filter hook input priority 0
    iifname != "vpc0" accept
    ip daddr @drop4 drop
    ip6 daddr @drop6 drop
    meta l4proto tcp ip daddr @refuse4 reject with tcp reset
    meta l4proto tcp ip6 daddr @refuse6 reject with tcp reset
    ip daddr @unreach4 reject with icmp host-unreachable
    ip6 daddr @unreach6 reject with icmpv6 addr-unreachable
    meta l4proto { tcp, udp } th dport 53 ip daddr @nodns4 drop
    meta l4proto { tcp, udp } th dport 53 ip6 daddr @nodns6 drop
  }
}
EOF
}

# What a new network namespace has of this machine, as a kernel has it by itself. Duplicate address detection would keep
# a new address unusable for a second.
DEVICE_SETTINGS='ipv4/rp_filter=0 ipv4/arp_filter=0 ipv4/arp_ignore=0 ipv4/arp_announce=0 ipv4/arp_accept=0
	ipv4/accept_local=0 ipv4/accept_redirects=1 ipv4/drop_gratuitous_arp=0 ipv4/drop_unicast_in_l2_multicast=0
	ipv4/forwarding=0 ipv4/ignore_routes_with_linkdown=0 ipv4/log_martians=0 ipv4/proxy_arp=0 ipv4/route_localnet=0
	ipv4/src_valid_mark=0 ipv6/accept_dad=0 ipv6/accept_ra=1 ipv6/disable_ipv6=0 ipv6/forwarding=0 ipv6/use_tempaddr=0'

# device_settings [COMMAND...]: in the namespace in which the command runs others.
device_settings() {
	# shellcheck disable=SC2016,SC2086 # expanded by the inner shell; words
	"$@" sh -c 'for word; do
			for device in /proc/sys/net/"${word%%/*}"/conf/*; do
				file=$device/${word#*/}
				[ ! -e "${file%=*}" ] || echo "${file#*=}" >"${file%=*}" || exit 1
			done
		done' sh $DEVICE_SETTINGS || lab_error "cannot set a device's settings"
}

network_up() {
	ip netns add nitro
	ip netns add vpc
	device_settings env
	# No connection may go out from the port of introspection, where the agent then cannot listen.
	echo 51678 >/proc/sys/net/ipv4/ip_local_reserved_ports
	device_settings in_nitro
	device_settings in_vpc
	# Linux answers one host with a few ICMP errors a second at most; here every refusal must be seen.
	in_vpc sh -c 'echo 0 >/proc/sys/net/ipv4/icmp_ratemask; echo 0 >/proc/sys/net/ipv6/icmp/ratelimit'
	printf 'ab 500 0 0 0\nba 500 0 0 0\n' >"$LAB/link"
	start_ready instance delaylink "$CACHE/delaylink" /run/netns/nitro wire /run/netns/vpc vpc0 "$LAB/link"
	vpc_links | batch -n vpc
	vpc_filter | in_vpc nft -f - || lab_error "nft failed"
	instance_links | batch
	nitro_links | batch -n nitro
}
