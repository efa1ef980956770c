# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A resolver that answers one name over UDP with an empty truncated message; TCP has the answer.

lab_up
dns_front ecs=tc
probe 4
expect_healthy
