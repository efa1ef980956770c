# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Situations in one laboratory, one after the other: what a Go program makes of each, and what ecsprobe says of it.
#
# A scenario declares its lab, brings it up, sources this and calls `situation` for each, or a file of situations/ that
# does; `situations_end` closes it. With E2E_ORACLE, the oracle itself is asked and E2E_ORACLE_ROWS/SCENARIO gets its
# rows; without, its word is that of tests/data/oracle.tsv.

shopt -s extglob
DATA=$ROOT/tests/data
NS=(10.0.0.60 10.0.0.61 10.0.0.62 10.0.0.63)
declare -A RULED VARIANT_ADDRESS ROWS
while IFS=$'\t' read -r _ name mark said; do
	[[ ! $said ]] || ROWS[$name]=$mark$'\t'$said
done <"$DATA/oracle.tsv"
SITUATIONS=0
SITUATED=0
FRONTS=0

# Where a situation leads to that must not work, every connection is refused, so that nobody waits.
REFUSING=(10.0.1.77 10.0.1.78)

batch -n vpc < <(printf 'address add %s/32 dev lo\n' "${NS[@]}" "${REFUSING[@]}")

# --- what an action may change, and what puts it back ---------------------------------------------------------------

# resolv LINE...: all of the instance's resolv.conf; @1 to @4 stand for the nameservers of the situations.
resolv() {
	local i text
	printf -v text '%b\n' "$@"
	for i in 1 2 3 4; do text=${text//"@$i"/${NS[i - 1]}}; done
	printf '%s' "$text" >/etc/resolv.conf
}

# ns NUMBER RULE...: a nameserver of the situations, which is servers/dnsfront.py; a service stands for its host. Without
# a rule it answers as Route 53 does.
ns() {
	local rule name rules=()
	for rule in "${@:2}"; do
		name=${rule%%[/=]*}
		rules+=("${HOST[$name]-$name}${rule#"$name"}")
	done
	start_ready vpc "ns$1" "$PYTHON" "$E2E/servers/dnsfront.py" "${NS[$1 - 1]}" 53 "${ROUTE53[0]}" "${rules[@]}"
	FRONTS=1
}

# dead NUMBER: nothing comes back from there. Where none is started, the address refuses.
dead() { no_dns "${NS[$1 - 1]}"; TOUCHED=1; }

# no_tcp_dns: a firewall that knows DNS by UDP alone.
no_tcp_dns() {
	in_vpc nft -f - <<<'table inet vc { chain input { type filter hook input priority -5; iifname "vpc0" tcp dport 53 drop; }
}'
	TABLES+=(vc)
}

# hosts LINE...: appended to the instance's /etc/hosts; %SERVICE stands for its host, @SERVICE for where it works.
hosts() {
	local line service
	for line; do
		for service in "${SERVICES[@]}"; do
			line=${line//"%$service%"/${HOST[$service]}}
			line=${line//"@$service@"/${PRIVATE[$service]%% *}}
		done
		printf '%b\n' "$line"
	done >>/etc/hosts
}

# agent_env KEY=VALUE...: the agent's, which it has from ecs.config; ecs-init takes the blanks around each line away.
agent_env() {
	local line
	for line; do
		line=${line##+([[:space:]])}
		ENVIRONMENT+=("${line%%+([[:space:]])}")
	done
	mkdir -p /etc/ecs
	printf '%s\n' "$@" >>/etc/ecs/ecs.config
}

# dead_path SERVICE...: the instance itself cannot reach it; through a proxy it is there.
dead_path() { drop "$@"; TOUCHED=1; }
refused_path() { refuse "$@"; TOUCHED=1; }

# proxy_up [BASIC]: the situations' proxy, which wants these credentials.
proxy_at() {
	start_ready vpc situations-proxy "$PYTHON" "$ROOT/tests/oracle/proxy.py" "$PROXY_IPV4" 3128 "${1--}" \
		"$(for service in "${SERVICES[@]}"; do echo "${HOST[$service]}=${PRIVATE[$service]%% *}"; done)"
	PROXIES=1
}

# leads SERVICE ADDRESS...: what Route 53 answers for it; nothing: NODATA.
leads() {
	local host=${HOST[$1]} address type
	unbound-control -q -c "$LAB/unbound.conf" local_zone "$host" static
	for address in "${@:2}"; do
		type=A
		[[ $address != *:* ]] || type=AAAA
		unbound-control -q -c "$LAB/unbound.conf" local_data "$host. 60 IN $type $address"
	done
	RULED[$host]=1
}

# in_domain DOMAIN ADDRESS: the instance's name is in this domain, where every name has the address.
in_domain() {
	hostname "box.$1"
	unbound-control -q -c "$LAB/unbound.conf" local_zone "$1" redirect
	unbound-control -q -c "$LAB/unbound.conf" local_data "$1. 60 IN A $2"
	RULED[$1]=1 RENAMED=1
}

# served VARIANT SERVICE...: the TLS server of that name (servers.sh) in the place of the endpoint.
served() {
	local service
	for service in "${@:2}"; do leads "$service" "${VARIANT_ADDRESS[$1]?no server $1}"; done
}

reset() {
	local host number table
	printf 'nameserver %s\n' "${ROUTE53[0]}" >/etc/resolv.conf
	printf '127.0.0.1 localhost\n' >/etc/hosts
	rm -rf /etc/ecs
	ENVIRONMENT=()
	for host in "${!RULED[@]}"; do unbound-control -q -c "$LAB/unbound.conf" local_zone_remove "$host"; done
	RULED=()
	if ((FRONTS)); then
		for number in 1 2 3 4; do stop_server "ns$number"; done
	fi
	((PROXIES == 0)) || stop_server situations-proxy
	for table in "${TABLES[@]}"; do in_vpc nft delete table inet "$table"; done
	((TOUCHED == 0)) || restore_paths
	((RENAMED == 0)) || hostname "$OWN_NAME"
	FRONTS=0 TOUCHED=0 PROXIES=0 RENAMED=0 TABLES=()
}

# restore_paths: as `restore`, and the public addresses stay behind the NAT gateway that is not there.
restore_paths() {
	restore
	[[ $NAT == on ]] || drop 52.94.0.0/16 2600:1f70::/32
}
FRONTS=0 TOUCHED=0 PROXIES=0 RENAMED=0 TABLES=() ENVIRONMENT=()
OWN_NAME=$(hostname)

# --- a situation ----------------------------------------------------------------------------------------------------

# situation NAME 'SERVICE...' ACTION...
situation() {
	local name=$1 services=$2 action print
	[[ ! ${E2E_SITUATION-} || $name == "$E2E_SITUATION" ]] || return 0
	# A family may be shared out to several scenarios.
	((SITUATED++ % ${PARTS-1} == ${PART-0})) || return 0
	SITUATIONS=$((SITUATIONS + 1))
	print=$(printf '%s\n' "$@" | cksum)
	print=${print%% *}
	reset
	for action in "${@:3}"; do eval "$action"; done
	if [[ ${E2E_ORACLE-} ]]; then
		ask_oracle "$name" "$print" "$services"
	else
		GO=${ROWS[$name]-}
		if [[ $GO != "$print"$'\t'* ]]; then
			fail "$name: tests/data/oracle.tsv has no row for it as it is now: run make oracle"
			return
		fi
		GO=${GO#*$'\t'}
	fi
	if [[ ${GO//=+([^ ])/} != "$services" ]]; then
		fail "$name: the oracle says '$GO' of $services"
		return
	fi
	ask_ecsprobe "$services"
	compare "$name" "$services"
}

# ask_oracle NAME PRINT SERVICES: its word for each, in GO.
ask_oracle() {
	local service words=() answer
	for service in $3; do words+=("$service=${HOST[$service]}"); done
	# shellcheck disable=SC2086
	answer=$(env -i PATH=/usr/bin SSL_CERT_FILE="$CA" ${E2E_VERBOSE:+ORACLE_VERBOSE=1} "${ENVIRONMENT[@]}" "$E2E_ORACLE" "${words[@]}")
	GO=$(awk -F'\t' '{ printf "%s%s=%s%s", (NR > 1 ? " " : ""), $1, $2, ($3 == "-" ? "" : ":" $3) }' <<<"$answer")
	printf '%s\t%s\t%s\n' "$1" "$2" "$GO" >>"$E2E_ORACLE_ROWS/$FAMILY_NAME.tsv"
}

# ask_ecsprobe SERVICES: exit status in STATUS, "SERVICE status code" lines in SAID.
ask_ecsprobe() {
	local service options=()
	for service in $1; do options+=(--service "$service"); done
	probe 10 "${options[@]}" >"$OUT/said"
	SAID=$(from_report '.verdict, (.endpoints[] | "\(.service) \(.status) \(.code)")')
	VERDICT=${SAID%%$'\n'*} SAID+=$'\n'
}

# compare NAME SERVICES: where Go fails, so does ecsprobe; where it works, so does it, and where it is slow, it says so. What
# is otherwise has its reason in tests/data/oracle_reasons.tsv, and a reason has what is otherwise.
compare() {
	local word service go status code differs
	for word in $GO; do
		service=${word%%=*} go=${word#*=} differs=
		read -r status code <<<"${SAID#*$'\n'"$service "}"
		case $go in
		fails:*) if ((STATUS == 0)) || is_well "$status"; then differs=healthy; fi ;;
		slow) is_well "$status" || differs=strict ;;
		works) is_well "$status" || differs=strict ;;
		*) differs=unknown ;;
		esac
		[[ $go != slow || $differs || $VERDICT != healthy ]] || differs=silent
		EXPECTATIONS=$((EXPECTATIONS + 1))
		agree_or_reason "$1" "$service" "$differs" "Go $go, ecsprobe $status ${code-} (exit $STATUS)"
	done
}

# is_well STATUS: of an endpoint. What could not be found out is not healthy either.
is_well() { [[ $1 == pass || $1 == warn ]]; }

# agree_or_reason NAME SERVICE DIFFERS WHAT
agree_or_reason() {
	local pattern of kind reason
	while IFS=$'\t' read -r pattern of kind reason; do
		# shellcheck disable=SC2053 # a pattern
		[[ $pattern != \#* && $1 == $pattern && ($of == "*" || $of == "$2") ]] || continue
		[[ $3 == "$kind" || $kind == open ]] && { echo "reason $1 $2: $4"; return; }
		fail "$1 $2: $4, and tests/data/oracle_reasons.tsv has a reason for \"$kind\": $reason"
		return
	done <"$DATA/oracle_reasons.tsv"
	if [[ $3 ]]; then fail "differs ($3) $1 $2: $4"; else echo "agrees $1 $2: $4"; fi
}

situations_end() {
	# The one that is asked for may be another family's.
	[[ ! ${E2E_SITUATION-} ]] || EXPECTATIONS=$((EXPECTATIONS + 1))
	((SITUATIONS)) || [[ ${E2E_SITUATION-} ]] || fail "no situation"
	echo "note: $SITUATIONS situations"
}
