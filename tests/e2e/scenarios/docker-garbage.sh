# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Something that is no Docker listens at Docker's socket: the container is unknown, and the rest is as it was.

agent
lab_up
for mode in close text json error endless drip; do
	another_docker "$mode"
	probe 3 -vv
	expect_exit 0
	expect_verdict healthy
	expect_ended_within 3
	expect_findings
	expect_note agent-unknown agent
	expect_json '.agent.container.known == false'
	expect_printable
done
