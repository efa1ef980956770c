# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An instance without IPv4: calls go to the dual-stack names, over IPv6.

aws
family ipv6
lab_up
api_probe 8
expect_exit 0
expect_call ecs '.result == "allow" and .host == "ecs.us-east-1.api.aws" and (.address | contains(":"))'
expect_call logs '.result == "allow" and (.address | contains(":"))'
