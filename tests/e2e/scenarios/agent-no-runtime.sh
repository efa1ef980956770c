# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Docker was stopped, and took the agent's unit with it.

agent
lab_up
in_machine systemctl stop docker.socket docker.service
poll 15 unit_is ecs.service 'inactive dead'
probe 5
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:agent-no-runtime:agent
expect_advice agent-no-runtime:agent 'journalctl -u docker'
same 'what a question did' 'inactive dead' "$(unit_state docker.service)"
