# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An agent with an old configuration and an old resolver, looked at without root: what cannot be read is said to be
# unknown, and nothing is guessed from it.

machine_config ECS_LOGLEVEL=info
agent
lab_up
agent_config ECS_LOGLEVEL=debug
echo 'nameserver 169.254.169.253' >/etc/resolv.conf
as_nobody probe 5 -v
expect_healthy
expect_note agent-unknown agent
expect_json '.agent | .privileged == false and .config.known == false and .resolver.known == false'
expect_text report.txt 'run with sudo'
probe 5
expect_exit 0
expect_verdict degraded
expect_findings warn:agent-stale-config:agent warn:agent-stale-resolver:agent
as_nobody probe 5 --require-agent
expect_healthy
