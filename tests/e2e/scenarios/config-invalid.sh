# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent's configuration names a Region that cannot be.

lab_up
agent_config 'AWS_DEFAULT_REGION=us east'
probe 4
expect_exit 78
expect_verdict unknown
expect_json '.endpoints == []'
expect_findings fail:config-invalid:instance
expect_text stderr "ecs\.config:1: the Region for the agent: found 7 bytes that are not a Region"
expect_secret "us east"
