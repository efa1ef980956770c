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

# private_files: a /run of the lab's own, an /etc and a /var/lib that can be written to.
private_files() {
	mount -t tmpfs -o mode=755 lab /run
	mkdir -p /run/lock "$LAB"/{log,pid,out}
	mkdir -p /run/systemd/system
	private_copy /etc
	private_copy /var/lib
	rm -rf /etc/ecs /var/lib/ecs /etc/docker /etc/systemd/system/{docker,ecs,amazon-ecs}.service{,.d}
	mkdir /etc/ecs
	rm -f /etc/resolv.conf
	printf 'passwd: files\ngroup: files\nhosts: files dns\n' >/etc/nsswitch.conf
	printf 'nameserver %s\n' "${NAMESERVERS[@]}" >/etc/resolv.conf
	printf '127.0.0.1 localhost\n' >/etc/hosts
	((${#HOSTS_LINES[@]} == 0)) || printf '%s\n' "${HOSTS_LINES[@]}" >>/etc/hosts
}

# private_copy DIR: what is written there stays in the lab.
private_copy() {
	local changes=$LAB/changes$1
	mkdir -p "$changes"/{upper,work}
	mount -t overlay overlay -o "lowerdir=$1,upperdir=$changes/upper,workdir=$changes/work" "$1" ||
		lab_error "cannot mount an overlay on $1"
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
	done
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

# No duplicate address detection: it would keep a new address unusable for a second.
no_address_detection() {
	"$@" sh -c 'for f in all default; do echo 0 >/proc/sys/net/ipv6/conf/$f/accept_dad; done'
}

network_up() {
	ip netns add nitro
	ip netns add vpc
	no_address_detection env
	# No connection may go out from the port of introspection, where the agent then cannot listen.
	echo 51678 >/proc/sys/net/ipv4/ip_local_reserved_ports
	no_address_detection in_nitro
	no_address_detection in_vpc
	# Linux answers one host with a few ICMP errors a second at most; here every refusal must be seen.
	in_vpc sh -c 'echo 0 >/proc/sys/net/ipv4/icmp_ratemask; echo 0 >/proc/sys/net/ipv6/icmp/ratelimit'
	printf 'ab 500 0 0 0\nba 500 0 0 0\n' >"$LAB/link"
	start_ready instance delaylink "$CACHE/delaylink" /run/netns/nitro wire /run/netns/vpc vpc0 "$LAB/link"
	vpc_links | batch -n vpc
	vpc_filter | in_vpc nft -f - || lab_error "nft failed"
	instance_links | batch
	nitro_links | batch -n nitro
}
