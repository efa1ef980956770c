# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Only dockerd has a proxy, in a drop-in of its unit, and it is gone: image pulls fail, the agent works.

pulled=(ecr.dkr ecr.layers logs)
proxy absent
lab_up
dockerd_proxy "HTTPS_PROXY=$PROXY_URL" 'NO_PROXY=localhost'
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail proxy-unreachable -- "${pulled[@]}"
expect_others pass
expect_class proxied "${pulled[@]}"
expect_findings fail:proxy-unreachable:dockerd
