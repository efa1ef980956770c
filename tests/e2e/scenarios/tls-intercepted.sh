# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A firewall breaks TLS to every endpoint open, and its authority is in this host's own trust store.

lab_up
intercept "${SERVICES[@]}"
host_store "$CACHE/pki/interceptor.crt"
probe 4
expect_exit 0
expect_verdict degraded
expect_others warn tls-intercepted
expect_findings "${SERVICES[@]/#/warn:tls-intercepted:}"
expect_json 'all(.endpoints[].addresses[].tls; .issuer | test("Corporate Inspection CA"))'
expect_advice tls-intercepted:ecr.api 'Corporate Inspection CA'
# A host that the caller named himself may have any authority.
other=000000000000.dkr.ecr.us-east-1.amazonaws.com
probe 4 --host "$other"
expect_endpoint "$other" pass
expect_others warn tls-intercepted
expect_findings "${SERVICES[@]/#/warn:tls-intercepted:}"
# And so may everything, where he named the authority.
probe 4 --ca-file "$CACHE/pki/interceptor.crt"
expect_healthy
