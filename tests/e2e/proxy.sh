# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# The company's proxy: tinyproxy or squid, with a resolver of its own; and sslsplit, which breaks TLS open.

PROXY_URL=http://$PROXY_IPV4:3128
PROXY_SECRET=canary-7391

proxy_up() {
	case $PROXY in
	'' | absent) ;;
	silent) in_vpc nft add rule inet lab input ip daddr "$PROXY_IPV4" tcp dport 3128 drop ;;
	allow | deny | auth) tinyproxy_up ;;
	squid) squid_up ;;
	*) lab_error "no such proxy: $PROXY" ;;
	esac
}

# It stands where AWS names are public, unless the scenario says otherwise.
proxy_resolver_up() {
	local service host list address options=()
	for service in "${SERVICES[@]}" ecs-agent-1 ecs-telemetry-1 ${AWS:+ecs-sc}; do
		host=$(hosts_of "$service")
		list=${PROXY_ANSWERS[$service]-${PUBLIC[$service]}}
		[[ $list ]] || options+=("--address=/$host/")
		for address in $list; do echo "$address $host"; done
	done >"$LAB/proxy.hosts"
	dnsmasq_at vpc proxy-resolver "$PROXY_IPV4" --except-interface=vpc0 --addn-hosts="$LAB/proxy.hosts" \
		--txt-record=lab-ready."$ZONE",ready --local="/$ZONE/" "${options[@]}"
	poll 5 dns_answers "$PROXY_IPV4" in_vpc || lab_error "the proxy's resolver does not answer"
}

tinyproxy_config() {
	cat <<EOF
Port 3128
Listen $PROXY_IPV4
Timeout 60
MaxClients 200
LogLevel Info
Allow 10.0.0.0/8
ConnectPort $([[ $PROXY == deny ]] && echo 563 || echo 443)
EOF
	[[ $PROXY != auth ]] || echo "BasicAuth lab $PROXY_SECRET"
}

tinyproxy_up() {
	needs tinyproxy
	proxy_resolver_up
	tinyproxy_config >"$LAB/tinyproxy.conf"
	echo "nameserver $PROXY_IPV4" >"$LAB/proxy.resolv"
	# In a mount namespace with a resolv.conf of its own.
	start vpc tinyproxy unshare --mount -- sh -c 'mount --bind "$0" /etc/resolv.conf && exec tinyproxy -d -c "$1"' \
		"$LAB/proxy.resolv" "$LAB/tinyproxy.conf"
	poll 5 listens vpc 3128 || lab_error "tinyproxy did not start"
}

# squid has no cache here; it will not run as root, and wants a /dev/shm without the rest of another squid.
squid_config() {
	cat <<EOF
http_port $PROXY_IPV4:3128
dns_nameservers $PROXY_IPV4
hosts_file none
cache deny all
cache_mem 0 MB
cache_effective_user proxy
cache_log $LAB/squid/log
access_log stdio:$LAB/squid/access
pid_filename none
coredump_dir none
netdb_filename none
pinger_enable off
visible_hostname proxy.corp.example
max_filedescriptors 1024
auth_param basic program /usr/lib/squid/basic_ncsa_auth $LAB/squid/password
auth_param basic children 2 startup=1
auth_param basic realm lab
acl known proxy_auth REQUIRED
acl https port 443
http_access deny CONNECT !https
http_access allow known
http_access deny all
EOF
}

squid_up() {
	needs squid
	proxy_resolver_up
	mkdir -p "$LAB/squid"
	echo "lab:$(openssl passwd -apr1 "$PROXY_SECRET")" >"$LAB/squid/password"
	squid_config >"$LAB/squid.conf"
	chown -R proxy: "$LAB/squid"
	start vpc squid unshare --mount -- sh -c 'mount -t tmpfs lab /dev/shm && exec squid -N -f "$0"' "$LAB/squid.conf"
	poll 10 listens vpc 3128 || lab_error "squid did not start"
}

# listens NETNS PORT
listens() {
	[[ $(nsenter --net="$(netns_of "$1")" ss -Htln "sport = :$2") ]]
}

# expect_proxied HOST...: every one of these, and nothing else, was asked of the proxy.
expect_proxied() {
	same "asked of the proxy" "$(printf '%s\n' "$@" | sort -u)" \
		"$(sed -n 's/.*CONNECT \([^ :]*\):443 .*/\1/p' "$LAB/log/tinyproxy" | sort -u)"
}

# intercept TARGET...: from now on whoever opens a connection to port 443 there, over the wire or through the
# proxy, gets a certificate that the interceptor mints after the real one.
intercept() {
	local addresses
	needs sslsplit
	addresses=$(addresses_of "$@")
	# shellcheck disable=SC2086
	addresses=$(comma_separated "$(ipv4_of $addresses)")
	# sslsplit's own connections go on: it runs as nobody, the proxy does not.
	start vpc sslsplit sslsplit -u nobody -k "$CACHE/pki/interceptor.key" -c "$CACHE/pki/interceptor.crt" \
		-K "$CACHE/pki/key.pem" -P ssl 0.0.0.0 10443
	poll 5 listens vpc 10443 || lab_error "sslsplit did not start"
	in_vpc nft -f - <<EOF
table ip intercept {
  chain prerouting {
    type nat hook prerouting priority -100
    iifname "vpc0" tcp dport 443 ip daddr { $addresses } redirect to :10443
  }
  chain output {
    type nat hook output priority -100
    meta skuid != $(id -u nobody) tcp dport 443 ip daddr { $addresses } redirect to :10443
  }
}
EOF
}

# agent_config KEY=VALUE...: lines of /etc/ecs/ecs.config.
agent_config() {
	printf '%s\n' "$@" >>/etc/ecs/ecs.config
}
agent_proxy() { agent_config "$@"; }

# dockerd_proxy KEY=VALUE... and ecs_init_proxy KEY=VALUE...: a drop-in of the unit.
dockerd_proxy() { unit_environment docker "$@"; }
ecs_init_proxy() { unit_environment ecs "$@"; }

unit_environment() {
	local dir=/etc/systemd/system/$1.service.d
	mkdir -p "$dir"
	echo '[Service]' >"$dir/http-proxy.conf"
	printf 'Environment="%s"\n' "${@:2}" >>"$dir/http-proxy.conf"
}

# docker_daemon_json JSON
docker_daemon_json() {
	mkdir -p /etc/docker
	printf '%s\n' "$1" >/etc/docker/daemon.json
}
