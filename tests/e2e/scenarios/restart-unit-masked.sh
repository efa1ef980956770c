# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The unit is masked: nobody can start it, ecsprobe neither, not even with --force.

agent
lab_up
in_machine systemctl disable --now --quiet ecs
in_machine systemctl mask --quiet ecs
remember_agent
if_stale
expect_exit 0
expect_action none stopped-on-purpose
for force in '' --force; do
	always $force
	expect_exit 75
	expect_action defer unit-masked
	expect_detail '^ecs.service is masked$'
	expect_by_hand 'sudo systemctl unmask ecs && sudo systemctl enable --now ecs'
done
expect_agent_untouched
expect_no_history
