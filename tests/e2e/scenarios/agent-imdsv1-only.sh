# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# HttpTokens=required was set on a running instance whose agent is older than 1.36.1: it works until it is restarted.
# That is refused, --force or not; an agent that sends tokens is restarted.

agent
agent_control version 'Amazon ECS Agent - v1.36.0 (*7216f783)'
lab_up
remember_agent
agent_config ECS_LOGLEVEL=debug
for mode in if_stale always 'always --force'; do
	$mode
	expect_refused imdsv1-only 1
	expect_finding fail:agent-imdsv1-only
	expect_detail 'the agent is 1.36.0'
done
# Nobody asks about tokens where no restart is asked for.
probe 5
expect_no_finding agent-imdsv1-only
agent_control version 'Amazon ECS Agent - v1.36.1 (*7216f783)'
if_stale --dry-run
expect_action restart-unit stale
expect_no_finding agent-imdsv1-only
expect_agent_untouched
