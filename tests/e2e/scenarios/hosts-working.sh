# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Somebody pinned ecs in /etc/hosts to an address that works today: it will not follow the endpoint.

pinned 10.0.1.10 ecs
lab_up
probe 4
expect_exit 0
expect_verdict degraded
expect_findings warn:hosts-override:ecs
expect_addresses ecs 10.0.1.10=pass 10.0.2.10=pass:unjudged
expect_json 'endpoint("ecs").dns.hosts.addresses == ["10.0.1.10"]'
