# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A dual-stack instance; two of the names have IPv6 addresses only.

family dual
answers ecs "${PRIVATE6[ecs]}"
answers logs "${PRIVATE6[logs]}"
lab_up
probe 4
expect_healthy
expect_class vpc ecs logs
expect_class public ecr.layers
expect_addresses ecs 2600:1f18:1234:1::10=pass 2600:1f18:1234:2::10=pass
