# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The names have AAAA records too; the host has no IPv6 address but a link-local one.

for service in "${SERVICES[@]}"; do answers "$service" "${PRIVATE[$service]}" "${PRIVATE6[$service]}"; done
answers ecr.layers "${PUBLIC[ecr.layers]}" "${PUBLIC6[ecr.layers]}"
lab_up
probe 4
expect_healthy
expect_addresses ecs 10.0.1.10=pass 10.0.2.10=pass \
	2600:1f18:1234:1::10=skip:no-family-route 2600:1f18:1234:2::10=skip:no-family-route
expect_class vpc ecs
expect_class public ecr.layers
expect_note no-family-route
