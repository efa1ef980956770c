# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Another cluster in ecs.config than the one the agent is registered with: it would end with 5 at its next start, and
# stay down.

agent
lab_up
echo ECS_CLUSTER=blue >/etc/ecs/ecs.config
remember_agent
for mode in if_stale always 'always --force'; do
	$mode
	# The report is unhealthy for the agent's sake, and 1 is said before 75.
	expect_refused cluster-differs 1
	expect_detail '^registered with default, configured for blue$'
	expect_finding fail:agent-cluster-differs
done
expect_by_hand 'restore the registered cluster in the configuration, then sudo ecsprobe --restart-agent'
expect_no_history
