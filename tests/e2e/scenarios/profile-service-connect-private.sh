# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Service Connect goes through the endpoint of ecs-agent; nothing public is to be reached.

profile service-connect
lab_up
probe 2 --profile service-connect --expect private
expect_exit 0
expect_endpoint ecs-agent pass
expect_plan
expect_class vpc ecs ecs-agent
