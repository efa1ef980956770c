# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The private CA of the lab and the certificates of its endpoints, kept in build/e2e/pki.
#
#   ca.pem                  the root, for --ca-file
#   SERVICE.pem             leaf and intermediate of one endpoint; SERVICE.REGION.pem where it is not in us-east-1
#   SERVICE-VARIANT.pem     the same with one fault, as tls in declare.sh names it
#   key.pem                 the one key of every leaf
#   interceptor.crt         the root of whoever breaks TLS open; interceptor.key signs for sslsplit

# pki_request DIR NAME SUBJECT: a signing request with the shared key.
pki_request() {
	openssl req -new -config "$1/openssl.cnf" -key "$1/key.pem" -subj "$3" -out "$1/$2.csr"
}

# pki_sign DIR AUTHORITY NAME EXTENSIONS SAN [START END]
pki_sign() {
	local start=${6:-$PKI_START} end=${7:-$PKI_END}
	SAN=$5 openssl ca -batch -notext -config "$1/openssl.cnf" -name "$2" -extensions "$4" \
		-startdate "$start" -enddate "$end" -in "$1/$3.csr" -out "$1/$3.crt"
}

pki_config() {
	local authority
	cat <<EOF
[req]
distinguished_name = dn
prompt = no
[dn]
CN = unused
[any]
organizationName = optional
commonName = supplied
[root_ext]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[intermediate_ext]
basicConstraints = critical,CA:true,pathlen:0
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf_ext]
basicConstraints = CA:false
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = serverAuth
subjectAltName = \${ENV::SAN}
EOF
	for authority in root intermediate interceptor; do
		cat <<EOF
[$authority]
database = $1/$authority.index
new_certs_dir = $1/issued
certificate = $1/$authority.crt
private_key = $1/$authority.key
serial = $1/$authority.serial
default_md = sha256
policy = any
unique_subject = no
EOF
	done
}

# pki_authority DIR NAME SUBJECT: a self-signed authority and its book.
pki_authority() {
	pki_book "$1" "$2"
	openssl req -new -config "$1/openssl.cnf" -newkey rsa:2048 -nodes -keyout "$1/$2.key" -subj "$3" -out "$1/$2.csr"
	SAN=- openssl ca -batch -notext -selfsign -config "$1/openssl.cnf" -name "$2" -extensions root_ext \
		-startdate "$PKI_START" -enddate "$PKI_END" -in "$1/$2.csr" -out "$1/$2.crt"
}

pki_book() {
	: >"$1/$2.index"
	echo 1000 >"$1/$2.serial"
}

# pki_sans SERVICE: as AWS writes them, the host and the names behind PrivateLink.
pki_sans() {
	local hosts
	mapfile -t hosts < <(hosts_of "$1")
	printf 'DNS:%s' "${hosts[0]}"
	((${#hosts[@]} == 1)) || printf ',DNS:%s' "${hosts[@]:1}"
	[[ ${WHERE[$1]-public} == public ]] || printf ',DNS:*.%s.%s.vpce.%s' "${hosts[0]%%".$SUFFIX"}" "$REGION" "$ZONE"
	[[ ! -v DUAL_HOST[$1] ]] || printf ',DNS:%s' "${DUAL_HOST[$1]}"
	[[ $1 != ecr.dkr ]] || printf ',DNS:*.dkr.ecr.%s' "$SUFFIX"
}

# pki_leaf DIR AUTHORITY NAME HOST SAN [START END]: NAME.new, with the chain.
pki_leaf() {
	pki_request "$1" "$3" "/O=Lab Cloud/CN=${4:0:64}"
	pki_sign "$1" "$2" "$3" leaf_ext "$5" "${@:6}"
	cat "$1/$3.crt" "$1/$2.crt" >"$1/$3.new"
}

# The usual ways in which a certificate can be wrong, as tls in declare.sh names them; and good.
PKI_VARIANTS=(good wrong-host hostile expired not-yet-valid wrong-region unknown-ca no-intermediate self-signed)

# pki_name SERVICE VARIANT: sets NAME to what its files are called.
pki_name() {
	NAME=$1
	[[ $REGION == us-east-1 ]] || NAME+=.$REGION
	[[ $2 == good ]] || NAME+=-$2
}

# pki_make DIR SERVICE VARIANT: its file, whole from the first moment on: other labs may be looking.
pki_make() {
	local host sans NAME
	host=$(hosts_of "$2" | head -n 1)
	sans=$(pki_sans "$2")
	pki_name "$2" "$3"
	case $3 in
	good) pki_leaf "$1" intermediate "$NAME" "$host" "$sans" ;;
	wrong-host) pki_leaf "$1" intermediate "$NAME" other.example.com DNS:other.example.com ;;
	hostile) pki_leaf "$1" intermediate "$NAME" $'evil\e[2J\e]0;owned\a.example.com' DNS:other.example.com ;;
	markup)
		pki_leaf "$1" intermediate "$NAME" '<\/dd><script>document.title=1<\/script><img src=x onerror=1>' \
			'DNS:<svg onload=document.title=2>.example.com,DNS:other.example.com'
		;;
	expired) pki_leaf "$1" intermediate "$NAME" "$host" "$sans" "$(pki_date '-1 year')" "$(pki_date '-1 day')" ;;
	not-yet-valid) pki_leaf "$1" intermediate "$NAME" "$host" "$sans" "$(pki_date '+1 year')" "$(pki_date '+2 years')" ;;
	wrong-region)
		pki_leaf "$1" intermediate "$NAME" ecs.us-west-2.amazonaws.com \
			DNS:ecs.us-west-2.amazonaws.com,DNS:*.ecs.us-west-2.vpce.amazonaws.com
		;;
	unknown-ca) pki_leaf "$1" interceptor "$NAME" "$host" "$sans" ;;
	no-intermediate)
		pki_leaf "$1" intermediate "$NAME" "$host" "$sans"
		cp "$1/$NAME.crt" "$1/$NAME.new"
		;;
	self-signed)
		SAN=$sans openssl req -x509 -config "$1/openssl.cnf" -extensions leaf_ext -key "$1/key.pem" \
			-subj "/CN=${host:0:64}" -days 90 -out "$1/$NAME.new"
		;;
	*) return 1 ;;
	esac
	mv "$1/$NAME.new" "$1/$NAME.pem"
}

pki_date() {
	date -ud "$1" +%Y%m%d%H%M%SZ
}

# pki_pem SERVICE VARIANT: sets PEM to its certificate, which is made now if no lab has wanted it before.
pki_pem() {
	local NAME
	pki_name "$@"
	PEM=$CACHE/pki/$NAME.pem
	[[ ! -e $PEM ]] || return 0
	(
		set -e
		flock 9
		[[ ! -e $PEM ]] || exit 0
		PKI_START=$(pki_date '-3 years') PKI_END=$(pki_date '+60 days')
		SAN=- pki_make "$CACHE/pki" "$@" >>"$CACHE/pki/log" 2>&1
	) 9>"$CACHE/lock"
	[[ -e $PEM ]] || lab_error "no certificate for $*: see $CACHE/pki/log"
}

# pki_build DIR: what the usual lab has, from nothing. What is good has been so for years, for clocks that are slow.
pki_build() (
	set -e
	local dir=$1 service variant
	PKI_START=$(pki_date '-3 years')
	PKI_END=$(pki_date '+60 days')
	export SAN=-
	mkdir -p "$dir/issued"
	pki_config "$dir" >"$dir/openssl.cnf"
	openssl genrsa -out "$dir/key.pem" 2048
	pki_authority "$dir" root "/O=Lab Trust Services/CN=Lab Root CA 1"
	pki_authority "$dir" interceptor "/O=Somebody Else/CN=Corporate Inspection CA"
	pki_book "$dir" intermediate
	openssl genrsa -out "$dir/intermediate.key" 2048
	openssl req -new -config "$dir/openssl.cnf" -key "$dir/intermediate.key" \
		-subj "/O=Lab Trust Services/CN=Lab RSA 2048 M01" -out "$dir/intermediate.csr"
	pki_sign "$dir" root intermediate intermediate_ext -
	for service in "${SERVICES[@]}"; do
		for variant in "${PKI_VARIANTS[@]}"; do pki_make "$dir" "$service" "$variant"; done
	done
	for service in "${EXTRAS[@]}"; do pki_make "$dir" "$service" good; done
	cp "$dir/root.crt" "$dir/ca.pem"
	# For what is made later, in its last place.
	pki_config "$CACHE/pki" >"$dir/openssl.cnf"
)

# pki_ensure: builds it once, and again when it grows old or the catalog changes.
pki_ensure() {
	local fingerprint new
	mkdir -p "$CACHE"
	fingerprint=$(cat "$E2E/catalog.sh" "$E2E/pki.sh" | sha256sum)
	(
		flock 9
		if [[ $(cat "$CACHE/pki/made-from" 2>/dev/null) == "$fingerprint" ]] &&
			openssl x509 -in "$CACHE/pki/ecs.pem" -noout -checkend 864000 >/dev/null; then
			exit 0
		fi
		new=$(mktemp -d "$CACHE/pki.XXXXXX")
		if ! pki_build "$new" >"$new/log" 2>&1; then
			cat "$new/log" >&2
			rm -rf "$new"
			exit 1
		fi
		echo "$fingerprint" >"$new/made-from"
		chmod 755 "$new"
		rm -rf "$CACHE/pki"
		mv "$new" "$CACHE/pki"
	) 9>"$CACHE/lock"
}

# programs_ensure: compiles the C programs of servers/ that are older than their source or a header there.
programs_ensure() {
	local name options
	for name in delaylink clockshift callfault allocfault agent; do
		options=()
		[[ $name != agent ]] || options=(-static)
		[[ $name != allocfault ]] || options=(-shared -fPIC)
		[[ -x $CACHE/$name && ! $(find "$E2E/servers/$name.c" "$E2E"/servers/*.h -newer "$CACHE/$name") ]] ||
			{ "${CC:-gcc}" -std=c17 -O2 -Wall -Wextra "${options[@]}" -o "$CACHE/$name.$$" "$E2E/servers/$name.c" &&
				mv "$CACHE/$name.$$" "$CACHE/$name"; } || return
	done
	image_ensure
}

# image_ensure: the Docker image of the stand-in agent, which has no other file, as an archive for "docker load".
image_ensure() (
	set -e
	local dir config layer
	[[ ! $CACHE/ecs-agent.tar -nt $CACHE/agent ]] || return 0
	dir=$(mktemp -d "$CACHE/image.XXXXXX")
	trap 'rm -rf "$dir"' EXIT
	tar -C "$CACHE" --owner=0 --group=0 --mode=755 -cf "$dir/layer.tar" agent
	layer=$(sha256sum <"$dir/layer.tar")
	cat >"$dir/config.json" <<EOF
{"architecture": "$(dpkg --print-architecture)", "os": "linux", "created": "2026-01-01T00:00:00Z",
 "config": {"Entrypoint": ["/agent"], "Healthcheck": {"Test": ["CMD", "/agent", "--healthcheck"]}},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:${layer%% *}"]}, "history": [{"created": "2026-01-01T00:00:00Z"}]}
EOF
	config=$(sha256sum <"$dir/config.json")
	config=${config%% *}.json
	mv "$dir/config.json" "$dir/$config"
	printf '[{"Config": "%s", "RepoTags": ["%s"], "Layers": ["layer.tar"]}]' "$config" amazon/amazon-ecs-agent:latest \
		>"$dir/manifest.json"
	tar -C "$dir" -cf "$CACHE/ecs-agent.tar.$$" manifest.json "$config" layer.tar
	mv "$CACHE/ecs-agent.tar.$$" "$CACHE/ecs-agent.tar"
)
