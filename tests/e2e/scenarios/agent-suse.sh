# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The unit has another name on SUSE: it is found, and named where it is dead.

agent suse
lab_up
probe 5
expect_healthy
expect_json '.agent.unit | .name == "amazon-ecs.service" and .active == "active"'
in_machine systemctl stop amazon-ecs.service
probe 5
expect_exit 1
expect_findings fail:agent-not-running:agent
expect_advice agent-not-running:agent 'amazon-ecs\.service is inactive'
