# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The instance has neither endpoints nor a NAT gateway, and its DNS knows no AWS name: all goes through the proxy,
# which is found by its name.

for service in "${SERVICES[@]}"; do no_name "$service"; done
proxy allow
lab_up
agent_proxy "HTTPS_PROXY=http://$PROXY_HOST:3128" 'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock'
dockerd_proxy "HTTPS_PROXY=http://$PROXY_HOST:3128"
probe 6 --expect any
expect_healthy
expect_class proxied "${SERVICES[@]}"
expect_proxied "${HOST[@]}"
