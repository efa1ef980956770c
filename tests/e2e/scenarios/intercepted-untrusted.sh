# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A firewall breaks TLS to two of the endpoints open, and the trust store does not know its authority.

lab_up
intercept ecr.api logs
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail tls-untrusted -- ecr.api logs
expect_others pass
expect_findings fail:tls-untrusted:ecr.api warn:tls-untrusted:logs
expect_json 'all(endpoint("ecr.api").addresses[].tls; .issuer | test("Corporate Inspection CA"))'
