# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Somebody pinned ecs in /etc/hosts to an address that is dead now.

pinned 10.0.1.199 ecs
also_serve ecs 10.0.1.199
lab_up
drop 10.0.1.199
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail hosts-override
expect_others pass
expect_addresses ecs 10.0.1.199=fail:tcp-timeout 10.0.1.10=pass:unjudged 10.0.2.10=pass:unjudged
expect_findings fail:hosts-override:ecs
expect_json 'endpoint("ecs").dns.hosts.addresses == ["10.0.1.199"]'
