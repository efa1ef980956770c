# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The private CA of the lab and the certificates of its endpoints, kept in build/e2e/pki.
#
#   ca.pem                  the root, for --ca-file
#   SERVICE.pem             leaf and intermediate of one endpoint
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
	local host=${HOST[$1]} label
	label=${host%%".$SUFFIX"}
	printf 'DNS:%s,DNS:*.%s.%s.vpce.amazonaws.com' "$host" "$label" "$REGION"
	[[ ! -v DUAL_HOST[$1] ]] || printf ',DNS:%s' "${DUAL_HOST[$1]}"
	[[ $1 != ecr.dkr ]] || printf ',DNS:*.dkr.ecr.%s' "$SUFFIX"
}

# pki_leaf DIR AUTHORITY NAME HOST SAN [START END]: NAME.pem, with the chain.
pki_leaf() {
	pki_request "$1" "$3" "/O=Lab Cloud/CN=${4:0:64}"
	pki_sign "$1" "$2" "$3" leaf_ext "$5" "${@:6}"
	cat "$1/$3.crt" "$1/$2.crt" >"$1/$3.pem"
}

pki_service() {
	local dir=$1 service=$2 host=${HOST[$2]} sans past future
	sans=$(pki_sans "$service")
	past=$(date -ud '-1 year' +%Y%m%d%H%M%SZ)
	future=$(date -ud '+1 year' +%Y%m%d%H%M%SZ)
	pki_leaf "$dir" intermediate "$service" "$host" "$sans"
	pki_leaf "$dir" intermediate "$service-wrong-host" other.example.com DNS:other.example.com
	pki_leaf "$dir" intermediate "$service-hostile" $'evil\e[2J\e]0;owned\a.example.com' DNS:other.example.com
	pki_leaf "$dir" intermediate "$service-expired" "$host" "$sans" "$past" "$(date -ud '-1 day' +%Y%m%d%H%M%SZ)"
	pki_leaf "$dir" intermediate "$service-not-yet-valid" "$host" "$sans" "$future" "$(date -ud '+2 years' +%Y%m%d%H%M%SZ)"
	pki_leaf "$dir" intermediate "$service-wrong-region" ecs.us-west-2.amazonaws.com \
		DNS:ecs.us-west-2.amazonaws.com,DNS:*.ecs.us-west-2.vpce.amazonaws.com
	pki_leaf "$dir" interceptor "$service-unknown-ca" "$host" "$sans"
	cp "$dir/$service.crt" "$dir/$service-no-intermediate.pem"
	SAN=$sans openssl req -x509 -config "$dir/openssl.cnf" -extensions leaf_ext -key "$dir/key.pem" \
		-subj "/CN=${host:0:64}" -days 90 -out "$dir/$service-self-signed.pem"
}

pki_extra() {
	local hosts
	mapfile -t hosts < <(hosts_of "$2")
	pki_leaf "$1" intermediate "$2" "${hosts[0]}" "$(printf 'DNS:%s,' "${hosts[@]}" | sed 's/,$//')"
}

# pki_build DIR: everything, from nothing. What is good has been so for years, for clocks that are slow.
pki_build() (
	set -e
	local dir=$1 service
	PKI_START=$(date -ud '-3 years' +%Y%m%d%H%M%SZ)
	PKI_END=$(date -ud '+60 days' +%Y%m%d%H%M%SZ)
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
	for service in "${SERVICES[@]}"; do pki_service "$dir" "$service"; done
	for service in "${EXTRAS[@]}"; do pki_extra "$dir" "$service"; done
	cp "$dir/root.crt" "$dir/ca.pem"
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

# programs_ensure: compiles the C programs of servers/ that are older than their source.
programs_ensure() {
	local name options=()
	for name in delaylink clockshift callfault agent; do
		[[ $name != agent ]] || options=(-static)
		[[ $CACHE/$name -nt $E2E/servers/$name.c && ($name != agent || $CACHE/$name -nt $E2E/servers/agent-net.h) ]] ||
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
