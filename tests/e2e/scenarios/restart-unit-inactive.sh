# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The unit is enabled and inactive, as `docker stop ecs-agent` leaves it: it is started.

agent
lab_up
docker_status POST '/containers/ecs-agent/stop?t=10' >/dev/null
poll 10 unit_is ecs.service 'inactive dead'
probe 5
expect_finding fail:agent-not-running
remember_agent
if_stale
expect_exit 0
expect_action start-unit not-running restarted
expect_agent_restarted
expect_agent_running
expect_no_finding agent-not-running
expect_words report.txt 'restart done: ecs.service started in [0-9.]+ s and registered'
