# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The documented recipe, docker stop and docker start: the unit ends, and the container lives on without it.

agent
lab_up
docker_api POST '/containers/ecs-agent/stop?t=15'
poll 15 unit_is ecs.service 'inactive dead'
docker_api POST /containers/ecs-agent/start
poll 15 agent_is_registered
expect_unit ecs.service 'inactive dead'
expect_agent_state running
probe 5
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:agent-orphan:agent
expect_advice agent-orphan:agent 'its unit ecs\.service is inactive .*systemctl start'
expect_json '.agent | .unit.active == "inactive" and .container.state == "running"'
