# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Everything public, and that is fine by --expect any.

nat on
for service in "${SERVICES[@]}"; do answers "$service" "${PUBLIC[$service]}"; done
lab_up
probe 4 --expect any
expect_healthy
expect_class public "${SERVICES[@]}"
