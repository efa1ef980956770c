# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# docker.service is stopped, and stays so: the agent's unit would fail at once, --force or not.

agent
lab_up
in_machine systemctl stop --quiet docker.socket docker.service
poll 10 unit_is docker.service 'inactive dead'
for mode in if_stale always 'always --force'; do
	$mode
	expect_exit 1
	expect_action defer docker-inactive
	expect_detail '^docker.service is inactive$'
	expect_by_hand 'sudo systemctl start docker && sudo systemctl restart ecs'
done
expect_finding fail:agent-no-runtime
expect_unit docker.service 'inactive dead'
expect_no_history
