# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The unit of Debian: not ordered after cloud-final, so cloud-init changes nothing.

agent debian unready
cloud_final_held
lab_up
wait_agent_registered 20
probe 5
expect_healthy
expect_json '.agent | .runs_as == "unit" and .unit.name == "ecs.service"'
in_machine systemctl stop ecs.service
probe 5
expect_exit 1
expect_findings fail:agent-not-running:agent
