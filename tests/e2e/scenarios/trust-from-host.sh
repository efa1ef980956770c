# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Without --ca-file the host's own bundle counts. (That it lacks the Amazon roots is for tls-intercepted.)

lab_up
rm -rf /etc/ssl/certs /etc/pki
mkdir -p /etc/ssl/certs
cp "$CA" /etc/ssl/certs/ca-certificates.crt
trust_host
probe 4
expect_exit 0
expect_all_addresses 2 pass "${SERVICES[@]}"
expect_json '.findings | all(.severity != "fail")'
ecsprobe --version
expect_exit 0
expect_text stdout 'trust store: /etc/ssl/certs/ca-certificates\.crt'

# A directory of hashed certificates counts in its place.
mkdir "$OUT/roots"
cp "$CA" "$OUT/roots/lab.pem"
openssl rehash "$OUT/roots"
rm -rf /etc/ssl/certs
probe 4 --ca-dir "$OUT/roots"
expect_exit 0
expect_all_addresses 2 pass "${SERVICES[@]}"
