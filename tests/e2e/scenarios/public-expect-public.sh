# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Everything public, as --expect public wants it.

nat on
for service in "${SERVICES[@]}"; do answers "$service" "${PUBLIC[$service]}"; done
lab_up
probe 4 --expect public
expect_healthy
expect_class public "${SERVICES[@]}"
