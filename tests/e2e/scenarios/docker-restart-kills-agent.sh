# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Why nobody may restart the agent through Docker where ecs.service is: the API says that it did so, but ecs-init took
# the agent's clean end for a wanted one, and its ExecStop stopped the agent that Docker had just started.

agent
lab_up
expect_agent_running
same "answer of dockerd" 204 "$(docker_status POST '/containers/ecs-agent/restart?t=15')"
poll 15 unit_is ecs.service 'inactive dead'
expect_unit ecs.service 'inactive dead'
same "restarts by systemd" 0 "$(unit_property ecs.service NRestarts)"
same "its container" exited "$(agent_state | cut -d ' ' -f 1)"
