# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Without --ca-file the host's own bundle counts.

lab_up
rm -rf /etc/ssl/certs /etc/pki
mkdir -p /etc/ssl/certs
cp "$CA" /etc/ssl/certs/ca-certificates.crt
trust_host
probe 4
expect_healthy
