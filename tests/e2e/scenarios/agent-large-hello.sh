# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A middlebox loses a ClientHello of two segments, on the way to ecr.api and to ecr.dkr. The agent sends such a one from
# 1.99 on: to it, ecr.api is dead. What dockerd sends is not known.

agent
lab_up
hello_split drop ecr.api ecr.dkr
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoints warn tls-large-hello -- ecr.api ecr.dkr
expect_others pass
expect_findings warn:tls-large-hello:ecr.api warn:tls-large-hello:ecr.dkr
agent_control version 'Amazon ECS Agent - v1.99.0 (*1a2b3c4d)'
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail tls-large-hello
expect_endpoint ecr.dkr warn tls-large-hello
expect_others pass
expect_findings fail:tls-large-hello:ecr.api warn:tls-large-hello:ecr.dkr
expect_advice tls-large-hello:ecr.api 'as the agent here sends it'
