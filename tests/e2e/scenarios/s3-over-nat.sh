# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Everything public can be reached: whether there is a gateway endpoint cannot be told from here.

nat on
lab_up
probe 4 --deep
expect_healthy
expect_json '.findings | any(.severity == "note" and .subject == "ecr.layers" and (.message | test("cannot see whether there is a gateway endpoint")))'
expect_json '.findings | any(.message | test("consistent with")) | not'
