# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Somebody disabled and stopped the unit: a timer leaves it alone and says how to undo that; by hand it is started.

agent
lab_up
in_machine systemctl disable --now --quiet ecs
remember_agent
if_stale
expect_exit 0
expect_action none stopped-on-purpose
expect_unit ecs.service 'inactive dead'
expect_agent_untouched
expect_by_hand 'sudo systemctl start ecs'
always
expect_exit 0
expect_action start-unit not-running restarted
expect_agent_running
