# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A middlebox loses a ClientHello of two segments, on the way to ecs, ecr.api and ecr.dkr. Which one an agent sends is its
# build's matter, whatever its version: this one is connected, so nothing is wrong with ecs. What goes to the others is not known.

agent
lab_up
hello_split drop ecs ecr.api ecr.dkr
for version in 1.89.0 1.99.0; do
	agent_control version "Amazon ECS Agent - v$version (*1a2b3c4d)"
	probe 4
	expect_exit 0
	expect_verdict degraded
	expect_endpoints warn tls-large-hello -- ecr.api ecr.dkr
	expect_others pass
	expect_findings warn:tls-large-hello:ecr.api warn:tls-large-hello:ecr.dkr
	expect_note tls-large-hello ecs
	expect_advice tls-large-hello:ecr.api 'does not know how this agent was built'
done
