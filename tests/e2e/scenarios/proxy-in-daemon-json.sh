# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# dockerd's proxy stands in /etc/docker/daemon.json, which exempts the registry; the layers are not exempt.

proxy allow
lab_up
docker_daemon_json "{\"proxies\": {\"http-proxy\": \"$PROXY_URL\", \"https-proxy\": \"$PROXY_URL\", \"no-proxy\": \"169.254.169.254,169.254.170.2,.dkr.ecr.us-east-1.amazonaws.com,logs.us-east-1.amazonaws.com\"}}"
probe 4
expect_healthy
expect_class proxied ecr.layers
expect_class vpc ecr.dkr logs ecs
expect_proxied "${HOST[ecr.layers]}"
