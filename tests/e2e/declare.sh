# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# What a scenario says about its lab before lab_up. A list of addresses may stand in one word or in several.
# Without a word: an IPv4 instance in a private subnet, interface endpoints in two zones, a gateway endpoint
# for S3, no NAT gateway, IMDS on.

FAMILY=ipv4
NAT=off
IMDS=on
IMDS_LIMIT=
INSTANCE_ROLE=Success
INSTANCE_ROLE_MESSAGE=
declare -A ANSWERS TLS FAULT ALSO_SERVED IMDS_DATA
NAMESERVERS=()
HOSTS_LINES=()
ZONE_LINES=()
UNBOUND_LINES=()
CORPORATE_LINES=()
CORPORATE_ALONE=
STUB_UPSTREAM=
PROXY=
declare -A PROXY_ANSWERS SHADOW_ZONES DUAL_ANSWERS

# pending REASON: the product cannot do it yet. To be the first declaration; E2E_PENDING=1 runs it all the same.
pending() {
	[[ ${E2E_PENDING-} == 1 ]] && return
	echo "pend: $*"
	exit 79
}

# region NAME: where the instance is, with the names of its partition. To be declared before what names hosts.
region() {
	set_region "$1"
	has_services "${SERVICES[@]}"
}

# profile NAME...: the lab has the services of these uses of an instance and no other.
profile() {
	local name all=
	for name; do all+=" ${PROFILES[$name]}"; done
	# shellcheck disable=SC2086
	has_services $all
}

# services SERVICE...: the lab has these too.
services() {
	has_services "${SERVICES[@]}" "$@"
}

# fips_names: and what FIPS clients ask for instead, as services called SERVICE-fips; public unless said otherwise.
fips_names() {
	has_fips "${SERVICES[@]}"
}

# listener NAME HOST PORT: a private host where something takes connections to this port and waits for the other side
# to speak, as a database does.
listener() {
	has_host "$1" "$2"
	private "$1"
	fault "$1" "stall:$3"
}

# private SERVICE..., public SERVICE...: Route 53 answers with the interface endpoints, or as it does everywhere else.
private() {
	local service
	for service; do answers "$service" "${PRIVATE[$service]}"; done
}

public() {
	local service
	for service; do answers "$service" "${PUBLIC[$service]}"; done
}

# family ipv4|dual|ipv6: of the instance, and of the answers unless said otherwise.
family() {
	FAMILY=$1
}

# answers SERVICE ADDRESS...: what Route 53 answers for its host.
# Without an address: the name exists and has none (NODATA).
answers() {
	ANSWERS[$1]="${*:2}"
}

# dual_answers SERVICE ADDRESS...: what Route 53 answers for its name under api.aws, if not the same.
dual_answers() {
	DUAL_ANSWERS[$1]="${*:2}"
}

# no_name SERVICE: the name does not exist (NXDOMAIN).
no_name() {
	ANSWERS[$1]=-
}

# broken SERVICE: the resolver gets no usable answer from the name's own server (SERVFAIL).
broken() {
	ANSWERS[$1]=broken
}

# shadow_zone ZONE [SERVICE...]: a hosted zone of that name with the hosts of these services and no other:
# what else is below it does not exist, and the answer shows its SOA.
shadow_zone() {
	SHADOW_ZONES[$1]="${*:2}"
}

# zone_line RECORD: one more line in the zone amazonaws.com (or how it is called in this partition).
zone_line() {
	ZONE_LINES+=("$1")
}

# unbound_line LINE: one more line in the configuration of the Route 53 Resolver.
unbound_line() {
	UNBOUND_LINES+=("$1")
}

# also_serve SERVICE ADDRESS...: its endpoint has these addresses too.
also_serve() {
	ALSO_SERVED[$1]+=" ${*:2}"
}

# tls SERVICE VARIANT: wrong-host expired not-yet-valid unknown-ca self-signed tls11 plain-http
# no-intermediate, rejecting (an alert instead of a certificate), wrong-region (the certificate of ecs in
# us-west-2), or hostile: for another host, with terminal control sequences in its subject.
tls() {
	TLS[$1]=$2
}

# fault SERVICE MODE: a server of servers/tcpfault.py in place of the endpoint's. MODE:PORT: not on port 443.
fault() {
	FAULT[$1]=$2
}

# nat on|off: whether public addresses outside S3 can be reached.
nat() {
	NAT=$1
}

# imds on|closed|absent: closed has the address and no server, absent not even the address.
imds() {
	IMDS=$1
}

# imds_only ipv4|ipv6: the one family on which the metadata service answers.
imds_only() {
	IMDS_LIMIT=$1
}

# imds_value PATH VALUE: one path under /latest, instead of what the lab says there.
imds_value() {
	IMDS_DATA[$1]=$2
}

# instance_role none|CODE [MESSAGE]: no role at all, or what the metadata service says in place of its credentials.
instance_role() {
	INSTANCE_ROLE=$1 INSTANCE_ROLE_MESSAGE=${2-}
}

# vpc_blocks CIDR...: the IPv4 blocks of the VPC, as the metadata service tells them.
vpc_blocks() {
	local mac=meta-data/network/interfaces/macs/$ENI_MAC list
	list=$(printf '%s\\n' "$@")
	imds_value "$mac/vpc-ipv4-cidr-block" "$1"
	imds_value "$mac/vpc-ipv4-cidr-blocks" "${list%'\n'}"
}

# nameservers ADDRESS...: those of the instance's /etc/resolv.conf.
nameservers() {
	NAMESERVERS=("$@")
}

# pinned ADDRESS SERVICE: a line in the instance's /etc/hosts.
pinned() {
	HOSTS_LINES+=("$1 ${HOST[$2]}")
}

# corporate SERVICE ADDRESS...: what the nameserver of the company answers for its host.
corporate() {
	local address
	# shellcheck disable=SC2048
	for address in ${*:2}; do CORPORATE_LINES+=("$address ${HOST[$1]}"); done
}

# corporate_alone: it knows nothing else and asks nobody.
corporate_alone() {
	CORPORATE_ALONE=1
}

# stub_resolver ADDRESS: resolv.conf names 127.0.0.53, where a stub forwards to this nameserver, as
# /run/systemd/resolve/resolv.conf says.
stub_resolver() {
	STUB_UPSTREAM=$1
	NAMESERVERS=(127.0.0.53)
}

# proxy allow|deny|auth|squid|absent|silent: the company's proxy at 10.0.0.80:3128. deny: 403 to port 443; auth: 407
# without a password and 401 to a wrong one; squid: 407 to both (the right one is lab:canary-7391); absent: a
# reset; silent: no answer to a SYN. The first three are tinyproxy. It resolves names by itself.
proxy() {
	PROXY=$1
}

# proxy_answers SERVICE [ADDRESS...]: how the proxy resolves its host, if not to the public addresses.
# Without an address: it does not exist.
proxy_answers() {
	PROXY_ANSWERS[$1]="${*:2}"
}

# usual_answers SERVICE FAMILY
usual_answers() {
	local four=${PUBLIC[$1]} six=${PUBLIC6[$1]}
	[[ ${WHERE[$1]} != private ]] || four=${PRIVATE[$1]} six=${PRIVATE6[$1]}
	[[ $2 == ipv6 ]] || printf '%s ' "$four"
	[[ $2 == ipv4 ]] || printf '%s' "$six"
}

# apply_defaults: the answers nobody spoke of.
apply_defaults() {
	local service list
	EVERYTHING=("${SERVICES[@]}" "${EXTRAS[@]}")
	for service in "${SERVICES[@]}"; do
		[[ ! -v ANSWERS[$service] ]] || continue
		list=$(usual_answers "$service" "$FAMILY")
		if is_ipv4_alone "$service"; then
			[[ -v DUAL_ANSWERS[$service] ]] || DUAL_ANSWERS[$service]=$list
			list=$(usual_answers "$service" ipv4)
		fi
		ANSWERS[$service]=$list
	done
	for service in "${EXTRAS[@]}"; do
		[[ -v ANSWERS[$service] ]] || ANSWERS[$service]=${PUBLIC[$service]}
	done
	if ((${#NAMESERVERS[@]} == 0)); then
		NAMESERVERS=("${ROUTE53[0]}")
		[[ $FAMILY != ipv6 ]] || NAMESERVERS=("$ROUTE53_6")
	fi
}

# served_at SERVICE: every address at which its endpoint listens.
served_at() {
	local all="${PRIVATE[$1]} ${PUBLIC[$1]} ${HUB[$1]} ${ALSO_SERVED[$1]-}"
	[[ $FAMILY == ipv4 ]] || all+=" ${PRIVATE6[$1]} ${PUBLIC6[$1]}"
	echo "$all"
}
