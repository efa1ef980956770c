# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# TLS servers and certificates. The agent has a cipher list of its own for TLS 1.2 (ecs-agent/utils/cipher); dockerd, of
# ecr.dkr, has Go's.

each='ecs ecs-agent ecr.dkr'
weak='ssl_ciphers ALL:COMPLEMENTOFALL:@SECLEVEL=0'
old='ssl_protocols TLSv1.2'

# tls NAME CERTIFICATE DIRECTIVE...: its server, and its situation.
NAMES=()
tls() { server "$@" && NAMES+=("$1"); }

# --- what is spoken --------------------------------------------------------------------------------------------------
leaf good
leaf ecdsa key=ec:P-256
leaf ecdsa384 key=ec:P-384
leaf ecdsa521 key=ec:P-521
leaf ed25519 key=ed25519
leaf ed448 key=ed448
leaf pss key=pss
quietly openssl genpkey -genparam -algorithm DH -pkeyopt dh_param:ffdhe2048 -out "$MADE/dh.pem"

for version in 1 1.1 1.2 1.3; do tls "version-$version" good "ssl_protocols TLSv$version" "$weak"; done
tls version-1-and-1.1 good 'ssl_protocols TLSv1 TLSv1.1' "$weak"
tls version-all good 'ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3' "$weak"
for key in ecdsa ecdsa384 ecdsa521 ed25519 ed448 pss; do
	tls "version-1.3-$key" $key 'ssl_protocols TLSv1.3'
	tls "version-1.2-$key" $key "$old"
done
for cipher in ECDHE-RSA-{AES128-GCM-SHA256,AES256-GCM-SHA384,CHACHA20-POLY1305,AES128-SHA256,AES256-SHA384,AES128-SHA,AES256-SHA,CAMELLIA128-SHA256} \
	ECDHE-ARIA128-GCM-SHA256 \
	AES128-GCM-SHA256 AES256-GCM-SHA384 AES128-SHA256 AES256-SHA256 AES128-SHA AES256-SHA AES128-CCM CAMELLIA128-SHA \
	DHE-RSA-{AES128-GCM-SHA256,AES256-GCM-SHA384,AES256-SHA,CHACHA20-POLY1305} NULL-SHA256; do
	tls "cipher-$cipher" good "$old" "ssl_ciphers $cipher:@SECLEVEL=0" "ssl_dhparam $MADE/dh.pem"
done
for cipher in ECDHE-ECDSA-{AES128-GCM-SHA256,AES256-GCM-SHA384,CHACHA20-POLY1305,AES128-SHA256,AES256-SHA384,AES128-SHA,AES256-SHA,AES128-CCM}; do
	tls "cipher-$cipher" ecdsa "$old" "ssl_ciphers $cipher:@SECLEVEL=0"
done
for suite in TLS_AES_128_GCM_SHA256 TLS_AES_256_GCM_SHA384 TLS_CHACHA20_POLY1305_SHA256 TLS_AES_128_CCM_SHA256; do
	tls "suite-$suite" good 'ssl_protocols TLSv1.3' "ssl_conf_command Ciphersuites $suite"
done
for group in X25519 prime256v1 secp384r1 secp521r1 X448 brainpoolP256r1 secp256k1; do
	tls "group-$group" good "ssl_ecdh_curve $group" "$old"
	[[ $group != brainpool* && $group != secp256k1 ]] || continue
	tls "group-1.3-$group" good "ssl_ecdh_curve $group" 'ssl_protocols TLSv1.3'
done
for algorithm in RSA+SHA256 RSA+SHA384 RSA+SHA512 RSA-PSS+SHA256 RSA-PSS+SHA384 RSA-PSS+SHA512 RSA+SHA1 RSA+SHA224; do
	tls "signature-${algorithm/+/-}" good "$old" "ssl_conf_command SignatureAlgorithms $algorithm" 'ssl_ciphers ALL:@SECLEVEL=0'
done
tls tickets-off good 'ssl_session_tickets off'
tls server-prefers good 'ssl_prefer_server_ciphers on'
tls http2 good 'http2_max_concurrent_streams 8'
tls client-certificate good 'ssl_verify_client optional' "ssl_client_certificate $PKI/ca.pem"
tls client-certificate-wanted good 'ssl_verify_client on' "ssl_client_certificate $PKI/ca.pem" "$old"

# --- whom it is for --------------------------------------------------------------------------------------------------
# certificate NAME WORD...: a leaf and its server.
certificate() { leaf "certificate-$1" "${@:2}" && tls "certificate-$1" "certificate-$1"; }

certificate wrong-host subject=/CN=other.example.com san=DNS:other.example.com
certificate cn-only san=
certificate cn-and-other-san san=DNS:other.example.com
certificate wildcard 'san=DNS:*.us-east-1.amazonaws.com,DNS:*.dkr.ecr.us-east-1.amazonaws.com'
certificate wildcard-two-levels 'san=DNS:*.amazonaws.com'
certificate wildcard-top 'san=DNS:*.com'
certificate wildcard-alone 'san=DNS:*'
certificate wildcard-in-label "san=DNS:ec*.us-east-1.amazonaws.com,DNS:1*.dkr.ecr.us-east-1.amazonaws.com"
certificate wildcard-end-of-label 'san=DNS:*s.us-east-1.amazonaws.com'
certificate wildcard-inside 'san=DNS:ecs.*.amazonaws.com'
certificate wildcard-double 'san=DNS:*.*.amazonaws.com'
certificate wildcard-itself 'san=DNS:*.ecs.us-east-1.amazonaws.com'
certificate san-uppercase "san=${ALL_HOSTS//us-east/US-EAST}"
certificate san-trailing-dot "san=${ALL_HOSTS//.com/.com.}"
certificate san-leading-dot 'san=DNS:.us-east-1.amazonaws.com'
certificate san-blank 'san=DNS: ecs.us-east-1.amazonaws.com'
certificate san-underscore "san=DNS:a_b.example.com,$ALL_HOSTS"
certificate san-ip 'san=IP:10.0.3.1'
certificate san-uri "san=URI:https://${HOST[ecs]}/"
certificate san-email "san=email:a@${HOST[ecs]}"
certificate san-ip-and-dns "san=IP:10.0.3.1,$ALL_HOSTS"
certificate san-many "san=$(printf 'DNS:host-%d.example.com,' {1..150})$ALL_HOSTS"
certificate no-subject subject=/ "san=$ALL_HOSTS"
certificate long-subject "subject=/O=$(printf 'o%.0s' {1..60})/OU=$(printf 'u%.0s' {1..60})/CN=x"
certificate twice-cn "subject=/CN=other.example.com/CN=${HOST[ecs]}"

# --- when, and by what -----------------------------------------------------------------------------------------------
certificate expired "${EXPIRED[@]}"
certificate long-lived -days 9000
certificate serial-negative -set_serial -5
certificate serial-zero -set_serial 0
certificate serial-long -set_serial "0x$(printf 'ab%.0s' {1..20})"
certificate serial-too-long -set_serial "0x7$(printf 'ab%.0s' {1..24})"
certificate rsa-1024 key=rsa:1024
certificate rsa-1536 key=rsa:1536
certificate rsa-3072 key=rsa:3072
certificate rsa-4096 key=rsa:4096
certificate sha1 -sha1
certificate md5 -md5
certificate sha384 -sha384
certificate sha512 -sha512
certificate sha224 -sha224
certificate pss-signed -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:222
certificate pss-signed-sha384 -sha384 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:48
certificate ecdsa-p224 key=ec:P-224
certificate ecdsa-k1 key=ec:secp256k1
certificate by-root issuer=root

# --- what it may be used for -----------------------------------------------------------------------------------------
certificate use-client $'ext=basicConstraints=CA:false\nextendedKeyUsage=clientAuth'
certificate use-both $'ext=basicConstraints=CA:false\nextendedKeyUsage=serverAuth,clientAuth'
certificate use-any $'ext=basicConstraints=CA:false\nextendedKeyUsage=anyExtendedKeyUsage'
certificate use-code $'ext=basicConstraints=CA:false\nextendedKeyUsage=codeSigning'
certificate use-none $'ext=basicConstraints=CA:false'
certificate use-critical $'ext=basicConstraints=CA:false\nextendedKeyUsage=critical,serverAuth'
certificate use-sgc $'ext=basicConstraints=CA:false\nextendedKeyUsage=msSGC'
certificate key-no-signature $'ext=basicConstraints=CA:false\nkeyUsage=critical,keyEncipherment'
certificate key-no-encipherment $'ext=basicConstraints=CA:false\nkeyUsage=critical,digitalSignature'
certificate key-cert-sign $'ext=basicConstraints=CA:false\nkeyUsage=critical,keyCertSign'
certificate is-ca $'ext=basicConstraints=critical,CA:true'
certificate no-extensions ext=subjectKeyIdentifier=hash
certificate critical-unknown $'ext=basicConstraints=CA:false\n1.2.3.4=critical,DER:0500'
certificate unknown $'ext=basicConstraints=CA:false\n1.2.3.4=DER:0500'
certificate policy $'ext=basicConstraints=CA:false\ncertificatePolicies=2.23.140.1.2.1'
certificate policy-critical $'ext=basicConstraints=CA:false\ncertificatePolicies=critical,2.23.140.1.2.1'
certificate must-staple $'ext=basicConstraints=CA:false\ntlsfeature=status_request'
certificate must-staple-critical $'ext=basicConstraints=CA:false\ntlsfeature=critical,status_request'

# --- the chain -------------------------------------------------------------------------------------------------------
# by NAME WORD...: a leaf of that authority, which is made of the words.
by() { authority "by-$1" "${@:2}" && leaf "chain-$1" "issuer=by-$1" && tls "chain-$1" "chain-$1"; }
ca=$'basicConstraints=critical,CA:true\nkeyUsage=critical,keyCertSign,cRLSign'

by plain
by expired "${EXPIRED[@]}"
by no-basic-constraints ext=subjectKeyIdentifier=hash
by not-a-ca $'ext=basicConstraints=critical,CA:false'
by basic-not-critical $'ext=basicConstraints=CA:true'
by no-cert-sign $'ext=basicConstraints=critical,CA:true\nkeyUsage=critical,digitalSignature'
by pathlen-0 $'ext=basicConstraints=critical,CA:true,pathlen:0'
by use-client "ext=$ca"$'\nextendedKeyUsage=clientAuth'
by use-server "ext=$ca"$'\nextendedKeyUsage=serverAuth'
by permitted "ext=$ca"$'\nnameConstraints=critical,permitted;DNS:amazonaws.com'
by permitted-dot "ext=$ca"$'\nnameConstraints=critical,permitted;DNS:.amazonaws.com'
by permitted-other "ext=$ca"$'\nnameConstraints=critical,permitted;DNS:example.com'
by excluded "ext=$ca"$'\nnameConstraints=critical,excluded;DNS:amazonaws.com'
by excluded-other "ext=$ca"$'\nnameConstraints=critical,excluded;DNS:example.com'
by permitted-ip "ext=$ca"$'\nnameConstraints=critical,permitted;IP:10.0.0.0/255.0.0.0'
by permitted-email "ext=$ca"$'\nnameConstraints=critical,permitted;email:example.com'
by sha1 -sha1
by rsa-1024 key=rsa:1024
by p256 key=ec:P-256
by p384 key=ec:P-384
by p521 key=ec:P-521
by ed25519 key=ed25519
by unknown-critical "ext=$ca"$'\n1.2.3.4=critical,DER:0500'
by serial-negative -set_serial -7
authority under-pathlen issuer=by-pathlen-0
leaf chain-pathlen-exceeded issuer=under-pathlen
chain chain-pathlen-exceeded chain-pathlen-exceeded under-pathlen by-pathlen-0
tls chain-pathlen-exceeded chain-pathlen-exceeded
authority long-1; for i in 2 3 4 5 6 7 8; do authority long-$i issuer=long-$((i - 1)); done
leaf chain-long issuer=long-8
chain chain-long chain-long long-{8,7,6,5,4,3,2,1}
tls chain-long chain-long
chain chain-without-intermediate good
chain chain-with-root good intermediate root
chain chain-reversed good root intermediate
chain chain-leaf-twice good good intermediate
chain chain-foreign-between good interceptor intermediate
chain chain-foreign-behind good intermediate interceptor
chain chain-another-leaf good ecdsa intermediate
chain chain-long-reversed chain-long long-{1,2,3,4,5,6,7,8}
for name in without-intermediate with-root reversed leaf-twice foreign-between foreign-behind another-leaf long-reversed; do
	tls "chain-$name" "chain-$name"
done
leaf chain-unknown-authority issuer=interceptor
tls chain-unknown-authority chain-unknown-authority
key rsa:2048
[[ -e $MADE/self-signed.pem ]] || { quietly openssl req -x509 -config "$PKI/openssl.cnf" -key "$KEY" -subj "/CN=${HOST[ecs]}" \
	-addext "subjectAltName=$ALL_HOSTS" -days 60 -out "$MADE/self-signed.pem" && cp "$KEY" "$MADE/self-signed.key"; }
tls self-signed self-signed

servers_up
for name in "${NAMES[@]}"; do
	situation "tls-$name" "$each" "served $name $each"
done
