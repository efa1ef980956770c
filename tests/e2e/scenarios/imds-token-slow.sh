# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The metadata service needs 400 ms for a token: slower, nothing else.

lab_up
imds_mode '{"token_delay_ms": 400}'
probe 8
expect_healthy
expect_json '.instance.source == "imds"'
