# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The unit was stopped: a failure where it is enabled, a warning where it is disabled or masked.

agent
lab_up
in_machine systemctl stop ecs.service
expect_unit ecs.service 'inactive dead'
probe 5
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:agent-not-running:agent
expect_advice agent-not-running:agent 'systemctl start'

in_machine systemctl disable --quiet ecs.service
probe 5
expect_exit 0
expect_verdict degraded
expect_findings warn:agent-not-running:agent
expect_advice agent-not-running:agent 'enable --now'

in_machine systemctl mask --quiet ecs.service
probe 5
expect_exit 0
expect_findings warn:agent-not-running:agent
expect_advice agent-not-running:agent unmask
