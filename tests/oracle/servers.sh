# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# TLS servers of the situations, each at an address of its own: `server NAME CERTIFICATE DIRECTIVE...` for all, then
# `servers_up` once. CERTIFICATE is a name of `leaf` or `chain`; DIRECTIVE one of nginx's.
#
# All leaves are for the hosts of ecs, ecs-agent, ecr.api and ecr.dkr unless they say otherwise, and kept in the cache.

PKI=$CACHE/pki
MADE=$CACHE/oracle
SERVERS=()
NUMBER=0
ALL_HOSTS="DNS:${HOST[ecs]},DNS:${HOST[ecs-agent]},DNS:${HOST[ecr.api]},DNS:${HOST[ecr.dkr]}"
USUAL=$'basicConstraints=CA:false\nkeyUsage=critical,digitalSignature,keyEncipherment\nextendedKeyUsage=serverAuth'

# Two scenarios need the same certificates: the second finds what the first made.
exec {MAKING}>"$CACHE/oracle.lock"
flock "$MAKING"

# A cache of certificates that the CA of today did not sign is none.
if [[ ! $MADE/made -nt $PKI/ca.pem || ! $MADE/made -nt $ROOT/tests/oracle/situations/tls.sh ]]; then
	rm -rf "$MADE"
	mkdir -p "$MADE/keys"
fi

# key KIND: sets KEY to a key of that kind: rsa:BITS, pss, ec:CURVE, ed25519, ed448.
key() {
	local options
	KEY=$MADE/keys/${1//:/-}
	[[ ! -e $KEY ]] || return 0
	case $1 in
	rsa:*) options=(-algorithm RSA -pkeyopt "rsa_keygen_bits:${1#*:}") ;;
	pss) options=(-algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048) ;;
	ec:*) options=(-algorithm EC -pkeyopt "ec_paramgen_curve:${1#*:}") ;;
	*) options=(-algorithm "${1^^}") ;;
	esac
	quietly openssl genpkey "${options[@]}" -out "$KEY.new" && mv "$KEY.new" "$KEY"
}

# The configuration of the lab's own CA wants it.
export SAN=-
quietly() { "$@" >>"$MADE/log" 2>&1 || lab_error "$*: $(tail -n 3 "$MADE/log")"; }

# Options of openssl x509 for a certificate that ended yesterday. Before OpenSSL 3.4 it has no dates; since then it refuses an
# end before the beginning, which is now.
if openssl x509 -help 2>&1 | grep -q not_after; then
	EXPIRED=(-not_before "$(date -u -d '2 days ago' +%Y%m%d%H%M%SZ)" -not_after "$(date -u -d yesterday +%Y%m%d%H%M%SZ)")
else
	EXPIRED=(-days -1)
fi

# signed NAME KEY ISSUER SUBJECT EXTENSIONS OPTION...: NAME.crt, by the issuer's NAME.crt and NAME.key in either directory.
signed() {
	local name=$1 issuer=$PKI/$3 serial=(-set_serial "$RANDOM$RANDOM") digest=(-sha256)
	[[ ! -e $MADE/$name.crt ]] || return 0
	[[ -e $issuer.crt ]] || issuer=$MADE/$3
	key "$2"
	cp "$KEY" "$MADE/$name.key"
	quietly openssl req -new -config "$PKI/openssl.cnf" -key "$KEY" -subj "$4" -out "$MADE/$name.csr"
	[[ " ${*:6} " != *' -set_serial '* ]] || serial=()
	[[ ! " ${*:6} " =~ ' '-(sha|md5) ]] || digest=()
	quietly openssl x509 -req -in "$MADE/$name.csr" -CA "$issuer.crt" -CAkey "$issuer.key" -extfile <(echo "$5") -days 60 \
		"${serial[@]}" "${digest[@]}" "${@:6}" -out "$MADE/$name.crt"
}

# leaf NAME [key=KIND] [issuer=NAME] [subject=TEXT] [san=LIST] [ext=LINES] [OPTION...]: with its chain, as NAME.pem. An empty
# san is none; OPTIONs are of openssl x509.
leaf() {
	local name=$1 kind=rsa:2048 issuer=intermediate subject="/O=Lab/CN=${HOST[ecs]}" san=$ALL_HOSTS extensions=$USUAL word options=()
	shift
	for word; do
		case $word in
		key=*) kind=${word#*=} ;;
		issuer=*) issuer=${word#*=} ;;
		subject=*) subject=${word#*=} ;;
		san=*) san=${word#*=} ;;
		ext=*) extensions=${word#*=} ;;
		*) options+=("$word") ;;
		esac
	done
	[[ ! $san ]] || extensions+=$'\n'"subjectAltName=$san"
	signed "$name" "$kind" "$issuer" "$subject" "$extensions" "${options[@]}"
	[[ -e $MADE/$name.pem ]] || chain "$name" "$name" "$issuer"
}

# authority NAME [issuer=NAME] [key=KIND] [ext=LINES] [OPTION...]
authority() {
	local name=$1 kind=rsa:2048 issuer=root extensions=$'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign' word options=()
	shift
	for word; do
		case $word in
		key=*) kind=${word#*=} ;;
		issuer=*) issuer=${word#*=} ;;
		ext=*) extensions=${word#*=} ;;
		*) options+=("$word") ;;
		esac
	done
	signed "$name" "$kind" "$issuer" "/O=Lab/CN=Authority $name" "$extensions" "${options[@]}"
}

# chain NAME CERTIFICATE...: what a server sends, in this order; its key is that of the first.
chain() {
	local name=$1 certificate files=()
	for certificate in "${@:2}"; do
		[[ -e $MADE/$certificate.crt ]] && files+=("$MADE/$certificate.crt") || files+=("$PKI/$certificate.crt")
	done
	# The servers of another scenario may be reading both.
	[[ $name == "$2" ]] || { cp "$MADE/$2.key" "$MADE/$name.key.new" && mv "$MADE/$name.key.new" "$MADE/$name.key"; }
	cat "${files[@]}" >"$MADE/$name.pem.new" && mv "$MADE/$name.pem.new" "$MADE/$name.pem"
}

server() {
	local directives
	NUMBER=$((NUMBER + 1))
	# shellcheck disable=SC2034 # read by served of lab.sh
	VARIANT_ADDRESS[$1]=10.0.3.$NUMBER
	[[ -e $MADE/$2.pem ]] || lab_error "no certificate $2"
	printf -v directives '%s; ' "${@:3}"
	(($# > 2)) || directives=
	SERVERS+=("server { listen 10.0.3.$NUMBER:443 ssl; ssl_certificate $MADE/$2.pem; ssl_certificate_key $MADE/$2.key; $directives }")
}

servers_up() {
	local i
	touch "$MADE/made"
	exec {MAKING}>&-
	for ((i = 1; i <= NUMBER; i++)); do echo "address add 10.0.3.$i/32 dev lo"; done | batch -n vpc
	{
		echo "user root; worker_processes 1; pid $LAB/oracle-nginx.pid; error_log $LAB/log/oracle-nginx; events { worker_connections 1024; }"
		echo "http { access_log off; client_body_temp_path $LAB/nginx2; proxy_temp_path $LAB/nginx2; fastcgi_temp_path $LAB/nginx2; uwsgi_temp_path $LAB/nginx2; scgi_temp_path $LAB/nginx2;"
		echo "ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers DEFAULT:@SECLEVEL=0;"
		printf '%s\n' "${SERVERS[@]}"
		echo "}"
	} >"$LAB/oracle-nginx.conf"
	# What is too weak for Debian's OpenSSL may be a client's matter.
	printf '%s\n' 'openssl_conf = all' '[all]' 'ssl_conf = ssl' '[ssl]' 'system_default = weak' '[weak]' \
		'MinProtocol = TLSv1' 'CipherString = ALL:@SECLEVEL=0' >"$LAB/oracle-openssl.cnf"
	OPENSSL_CONF=$LAB/oracle-openssl.cnf in_vpc nginx -e "$LAB/log/oracle-nginx" -c "$LAB/oracle-nginx.conf" || lab_error "nginx did not start"
}
