# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The zone of amazonaws.com itself lacks the name, and other names are private: somebody took over the domain.

no_name ecs-agent
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent fail zone-shadows-name
expect_others pass
expect_findings fail:zone-shadows-name:ecs-agent
