# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent ended with 5, as the cluster had been changed; the cluster was changed back since. Nobody else would start
# the unit again.

agent
lab_up
echo ECS_CLUSTER=other >/etc/ecs/ecs.config
in_machine systemctl restart ecs
poll 10 unit_is ecs.service 'failed failed' || fail "the unit is $(unit_state ecs.service)"
same "exit status of ecs-init" 5 "$(unit_property ecs.service ExecMainStatus)"
: >/etc/ecs/ecs.config
remember_agent
if_stale --cool-down 0
expect_exit 0
expect_action start-unit not-running restarted
expect_agent_restarted
expect_agent_running
expect_no_finding agent-failed-terminal
