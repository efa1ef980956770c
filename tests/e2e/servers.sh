# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The servers of the lab: knot behind unbound (the Route 53 Resolver), dnsmasq (the company's nameserver),
# nginx (the endpoints), imds.py (the metadata service). The proxies are in proxy.sh.

# all_records: what this lab answers, whatever the zone.
all_records() {
	local service
	for service in "${EVERYTHING[@]}"; do service_records "$service"; done
	dual_records
}

# zone_records ZONE: what of all records, on stdin, is in this zone.
zone_records() {
	zone_head
	awk -v end=".$1." 'substr($1, length($1) - length(end) + 1) == end'
	[[ $1 == "$ZONE" ]] || return 0
	echo 'lab-ready 60 IN TXT ready'
	((${#ZONE_LINES[@]} == 0)) || printf '%s\n' "${ZONE_LINES[@]}"
}

zone_head() {
	echo '@ 60 IN SOA ns hostmaster 1 3600 600 86400 1
@ 60 IN NS ns
ns 60 IN A 127.0.0.1'
}

service_records() {
	local host address
	case ${ANSWERS[$1]} in
	- | broken) return ;;
	'') hosts_of "$1" | sed 's/$/. 60 IN TXT nothing/' ;;
	esac
	for address in ${ANSWERS[$1]}; do
		for host in $(hosts_of "$1"); do record "$host" "$address"; done
		[[ $1 != ecr.dkr ]] || record "*.dkr.ecr.$SUFFIX" "$address"
	done
}

# dual_records: the names for both families, at the same endpoints.
dual_records() {
	local service address
	for service in "${!DUAL_HOST[@]}"; do
		for address in ${DUAL_ANSWERS[$service]-${ANSWERS[$service]}}; do
			[[ $address != [0-9]* ]] || record "${DUAL_HOST[$service]}" "$address"
		done
	done
}

# shadow_records ZONE
shadow_records() {
	local service
	zone_head
	for service in ${SHADOW_ZONES[$1]}; do service_records "$service"; done
}

record() {
	local type=A
	[[ $2 != *:* ]] || type=AAAA
	echo "$1. 60 IN $type $2"
}

knot_up() {
	local zone records
	mkdir -p "$LAB/knot"
	records=$(all_records)
	for zone in "${ZONES[@]}"; do zone_records "$zone" <<<"$records" >"$LAB/knot/$zone.zone"; done
	for zone in "${!SHADOW_ZONES[@]}"; do shadow_records "$zone" >"$LAB/knot/$zone.zone"; done
	knot_config >"$LAB/knot.conf"
	start vpc knot knotd -c "$LAB/knot.conf"
}

knot_config() {
	local service zone
	cat <<EOF
server:
    rundir: $LAB/knot
    listen: 127.0.0.1@5300
    udp-workers: 1
    tcp-workers: 1
    background-workers: 1
database:
    storage: $LAB/knot
log:
  - target: stderr
    any: info
template:
  - id: default
    storage: $LAB/knot
    journal-content: none
    zonefile-sync: -1
zone:
EOF
	for zone in "${ZONES[@]}" "${!SHADOW_ZONES[@]}"; do printf '  - domain: %s\n    file: %s.zone\n' "$zone" "$zone"; done
	# A zone without a file: knot answers SERVFAIL for what is in it.
	for service in "${SERVICES[@]}"; do
		[[ ${ANSWERS[$service]} != broken ]] ||
			printf '  - domain: %s\n    file: missing\n' "${HOST[$service]}"
	done
}

unbound_config() {
	local address
	cat <<EOF
server:
    directory: "$LAB"
    chroot: ""
    username: ""
    pidfile: ""
    use-syslog: no
    do-daemonize: no
    extended-statistics: yes
    num-threads: 1
    port: 53
    access-control: 0.0.0.0/0 allow
    access-control: ::/0 allow
    do-not-query-localhost: no
    module-config: "iterator"
    target-fetch-policy: "0 0 0 0 0"
    edns-buffer-size: 4096
    max-udp-size: 4096
    rrset-roundrobin: no
    local-zone: "." always_nxdomain
    local-zone: "corp.example." static
    local-data: "$PROXY_HOST. 60 IN A $PROXY_IPV4"
EOF
	printf '    local-zone: "%s." transparent\n' "${ZONES[@]}"
	for address in "${ROUTE53[@]}"; do echo "    interface: $address"; done
	[[ $FAMILY == ipv4 ]] || echo "    interface: $ROUTE53_6"
	((${#UNBOUND_LINES[@]} == 0)) || printf '    %s\n' "${UNBOUND_LINES[@]}"
	cat <<EOF
remote-control:
    control-enable: yes
    control-interface: $LAB/unbound.control
    control-use-cert: no
EOF
	printf 'stub-zone:\n    name: "%s."\n    stub-addr: 127.0.0.1@5300\n' "${ZONES[@]}"
}

unbound_up() {
	unbound_config >"$LAB/unbound.conf"
	start vpc unbound unbound -c "$LAB/unbound.conf"
}

# The company's nameserver knows what the scenario told it and forwards the rest.
corporate_up() {
	local upstream=--server=${ROUTE53[0]}
	((${#CORPORATE_LINES[@]})) || return 0
	[[ ! $CORPORATE_ALONE ]] || upstream=--local=/$ZONE/
	printf '%s\n' "${CORPORATE_LINES[@]}" >"$LAB/corporate.hosts"
	dnsmasq_at vpc corporate "$CORPORATE_DNS" --except-interface=vpc0 --addn-hosts="$LAB/corporate.hosts" \
		--txt-record=lab-ready."$ZONE",ready "$upstream"
}

# dnsmasq_at NETNS NAME ADDRESS OPTION...
dnsmasq_at() {
	needs dnsmasq
	start "$1" "$2" dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file= --user=root \
		--no-resolv --no-hosts --bind-interfaces --log-facility=- --cache-size=0 --listen-address="$3" "${@:4}"
}

# The stub on loopback that systemd-resolved or a dnsmasq of the distribution is.
stub_up() {
	[[ $STUB_UPSTREAM ]] || return 0
	mkdir -p /run/systemd/resolve
	echo "nameserver $STUB_UPSTREAM" >/run/systemd/resolve/resolv.conf
	dnsmasq_at instance stub 127.0.0.53 --server="$STUB_UPSTREAM"
	poll 5 dns_answers 127.0.0.53 env || lab_error "the stub does not answer"
}

dns_answers() {
	local server=$1
	shift
	[[ $("$@" dig +short +tries=1 +time=1 TXT lab-ready."$ZONE" "@$server") == *ready* ]]
}

dns_ready() {
	local resolver=${ROUTE53[0]}
	[[ $FAMILY != ipv6 ]] || resolver=$ROUTE53_6
	poll 5 knot_answers || lab_error "knot does not answer"
	poll 5 dns_answers "$resolver" env || lab_error "unbound does not answer"
	((${#CORPORATE_LINES[@]} == 0)) || poll 5 dns_answers "$CORPORATE_DNS" env ||
		lab_error "dnsmasq does not answer"
}

knot_answers() {
	[[ $(in_vpc dig +short +tries=1 +time=1 -p 5300 TXT lab-ready."$ZONE" @127.0.0.1) == *ready* ]]
}

nginx_server() {
	local service=$1 variant=${TLS[$1]-} ssl=ssl address PEM=
	case $variant in
	'' | good | tls11) pki_pem "$service" good ;;
	plain-http) ssl='' ;;
	rejecting) ;;
	*) pki_pem "$service" "$variant" ;;
	esac
	echo "server {"
	for address in $(served_at "$service"); do
		[[ $address != *:* ]] || address="[$address]"
		echo "listen $address:443 $ssl;"
	done
	# At an address that it shares it is known by its name.
	[[ ! ${ALSO_SERVED[$service]-} ]] || echo "server_name $(hosts_of "$service" | head -n 1);"
	if [[ $PEM ]]; then
		echo "ssl_certificate $PEM; ssl_certificate_key $CACHE/pki/key.pem;"
	elif [[ $ssl ]]; then
		echo "ssl_reject_handshake on;"
	fi
	[[ $variant != tls11 ]] || echo "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;"
	aws_location "$service"
	echo "}"
}

nginx_config() {
	local service
	cat <<EOF
user root;
worker_processes 1;
pid $LAB/nginx.pid;
error_log $LAB/log/nginx;
events { worker_connections 4096; }
http {
    access_log off;
    server_tokens off;
    client_body_temp_path $LAB/nginx; proxy_temp_path $LAB/nginx; fastcgi_temp_path $LAB/nginx;
    uwsgi_temp_path $LAB/nginx; scgi_temp_path $LAB/nginx;
    ssl_protocols TLSv1.2 TLSv1.3;
    default_type text/plain;
EOF
	for service in "${EVERYTHING[@]}"; do
		[[ ${FAULT[$service]-} ]] || nginx_server "$service"
	done
	echo "}"
}

# nginx returns when its sockets are bound: being back means being ready.
endpoints_up() {
	local service
	nginx_config >"$LAB/nginx.conf"
	in_vpc nginx -e "$LAB/log/nginx" -c "$LAB/nginx.conf" || lab_error "nginx did not start"
	cp "$LAB/nginx.pid" "$LAB/pid/nginx"
	for service in "${!FAULT[@]}"; do
		# shellcheck disable=SC2046
		start_ready vpc "tcpfault-$service" \
			"$PYTHON" "$E2E/servers/tcpfault.py" "${FAULT[$service]}" $(served_at "$service")
	done
}

imds_defaults() {
	local mac=meta-data/network/interfaces/macs/$ENI_MAC
	cat <<EOF
meta-data/placement/region $REGION
meta-data/placement/availability-zone ${REGION}a
meta-data/placement/availability-zone-id use1-az1
meta-data/services/domain $ZONE
meta-data/services/partition $PARTITION
meta-data/instance-id i-0123456789abcdef0
meta-data/instance-type m6i.large
meta-data/ami-id ami-0123456789abcdef0
meta-data/mac $ENI_MAC
$mac/device-number 0
$mac/interface-id eni-0123456789abcdef0
$mac/owner-id $ACCOUNT
$mac/vpc-id vpc-0123456789abcdef0
$mac/subnet-id subnet-0123456789abcdef0
$mac/security-groups default
$mac/security-group-ids sg-0123456789abcdef0
$mac/vpc-ipv4-cidr-block ${VPC_CIDRS[0]}
$mac/vpc-ipv4-cidr-blocks ${VPC_CIDRS[0]}\\n${VPC_CIDRS[1]}
$mac/subnet-ipv4-cidr-block 10.0.1.0/24
EOF
	[[ $FAMILY == ipv6 ]] || echo "$mac/local-ipv4s $ENI_IPV4
meta-data/local-ipv4 $ENI_IPV4"
	[[ $FAMILY == ipv4 ]] || echo "$mac/ipv6s $ENI_IPV6
$mac/vpc-ipv6-cidr-blocks $VPC_CIDR6
$mac/subnet-ipv6-cidr-blocks 2600:1f18:1234:1::/64"
}

identity_document() {
	local region=${IMDS_DATA[meta-data/placement/region]-$REGION}
	printf '{\\n  \\"accountId\\" : \\"%s\\",\\n  \\"architecture\\" : \\"x86_64\\",\\n' "$ACCOUNT"
	printf '  \\"availabilityZone\\" : \\"%sa\\",\\n  \\"imageId\\" : \\"ami-0123456789abcdef0\\",\\n' "$region"
	printf '  \\"instanceId\\" : \\"i-0123456789abcdef0\\",\\n  \\"instanceType\\" : \\"m6i.large\\",\\n'
	printf '  \\"privateIp\\" : \\"%s\\",\\n  \\"region\\" : \\"%s\\",\\n  \\"version\\" : \\"2017-09-30\\"\\n}' \
		"$ENI_IPV4" "$region"
}

# instance_role_json: what the service says of the role, if there is one.
instance_role_json() {
	local path=/latest/meta-data/iam/security-credentials body
	case $INSTANCE_ROLE in
	none) return ;;
	Success)
		body=$(printf '\\"%s\\" : \\"%s\\",\\n  ' LastUpdated 2026-01-01T00:00:00Z Type AWS-HMAC AccessKeyId "$ROLE_KEY" \
			SecretAccessKey "$ROLE_SECRET" Token "$ROLE_TOKEN")
		body+="\\\"Expiration\\\" : \\\"$ROLE_EXPIRES\\\""
		;;
	*) body="\\\"Message\\\" : \\\"$INSTANCE_ROLE_MESSAGE\\\"" ;;
	esac
	printf '"%s/ecsInstanceRole": "{\\n  \\"Code\\" : \\"%s\\",\\n  %s\\n}",\n' "$path" "$INSTANCE_ROLE" "$body"
}

imds_json() {
	local path value
	echo '{'
	instance_role_json
	while read -r path value; do
		printf '"/latest/%s": "%s",\n' "$path" "${IMDS_DATA[$path]-$value}"
	done < <(imds_defaults)
	for path in user-data meta-data/autoscaling/target-lifecycle-state; do
		[[ ! -v IMDS_DATA[$path] ]] || printf '"/latest/%s": "%s",\n' "$path" "${IMDS_DATA[$path]}"
	done
	printf '"/latest/dynamic/instance-identity/document": "%s"\n}\n' "$(identity_document)"
}

imds_up() {
	local addresses=()
	[[ $IMDS == on ]] || return 0
	[[ $IMDS_LIMIT == ipv6 ]] || addresses+=("$IMDS_IPV4")
	[[ $IMDS_LIMIT == ipv4 || $FAMILY == ipv4 ]] || addresses+=("$IMDS_IPV6")
	imds_json >"$LAB/imds.json"
	[[ -e $LAB/imds.mode ]] || echo '{}' >"$LAB/imds.mode"
	start_ready nitro imds \
		"$PYTHON" "$E2E/servers/imds.py" "$LAB/imds.json" "$LAB/imds.mode" "${addresses[@]}"
}

# remember_declared: for those who come into the running lab from outside.
remember_declared() {
	declare -p FAMILY ANSWERS TLS FAULT ALSO_SERVED ZONE_LINES DUAL_ANSWERS SHADOW_ZONES AGENT AGENT_UNIT AWS \
		REGION ZONE ZONES SUFFIX SERVICES EXTRAS EVERYTHING HOST DUAL_HOST PRIVATE PUBLIC HUB PRIVATE6 PUBLIC6 \
		>"$LAB/declared"
}

# lab_up: everything that was declared, running and answering.
lab_up() {
	aws_hosts
	apply_defaults
	private_files
	network_up
	knot_up
	unbound_up
	corporate_up
	moto_up
	imds_up
	aws_up
	endpoints_up
	dns_ready
	stub_up
	proxy_up
	remember_declared
	machine_up
}
