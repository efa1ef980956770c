# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No fault, on a whole machine: systemd, dockerd, and an agent that is registered and on the private path.

agent
lab_up
expect_agent_running
expect_agent_peer ecs-agent private
remember_agent
probe 5
expect_exit 0
expect_verdict healthy
as_nobody probe 5
expect_exit 0
expect_verdict healthy
expect_agent_untouched
