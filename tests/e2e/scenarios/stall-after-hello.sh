# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint takes the connection and the ClientHello and says nothing.

fault ecr.api stall
lab_up
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail tls-timeout
expect_others pass
expect_all_addresses 2 fail:tls-timeout ecr.api
expect_findings fail:tls-timeout:ecr.api
expect_json 'all(endpoint("ecr.api").addresses[]; .connect_us > 0)'

# A share of --timeout is the handshake's limit, unless it is given one.
probe 10 --tls-timeout 2
expect_findings fail:tls-timeout:ecr.api
expect_json 'any(.findings[].message; contains("stalls for 2"))'
