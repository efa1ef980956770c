# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent, on the private path, also holds a connection to S3: a public address, and not one of ECS.

agent
agent_control also "${HOST[ecr.layers]}"
lab_up
poll 10 peer_is ecr.layers
probe 5 -v
expect_healthy
expect_json '.agent.path.peers | any(startswith("3.5."))'
expect_json '.findings | all(.subject != "agent")'
