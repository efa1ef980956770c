# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The unit is ordered after cloud-final, which is still at work on user data: the agent has nothing to be blamed for.

agent unready
cloud_final_held
lab_up
expect_unit ecs.service 'inactive dead'
probe 5 -v
expect_healthy
expect_note agent-starts-later agent
expect_text report.txt 'starts after cloud-init'
cloud_final_done
wait_agent_registered 20
probe 5
expect_healthy
expect_json '.findings | all(.code != "agent-starts-later")'
