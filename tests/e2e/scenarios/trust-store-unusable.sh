# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The host's trust store is damaged.

lab_up
rm -rf /etc/ssl/certs /etc/pki
mkdir -p /etc/ssl/certs
printf -- '-----BEGIN CERTIFICATE-----\nrubbish\n-----END CERTIFICATE-----\n' >/etc/ssl/certs/ca-certificates.crt
trust_host
probe 4
expect_exit 1
expect_verdict unhealthy
expect_others fail tls-untrusted
expect_findings fail:trust-store-unusable:instance
