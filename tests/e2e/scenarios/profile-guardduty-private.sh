# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# GuardDuty's agent, by the endpoint that GuardDuty makes.

profile guardduty
lab_up
probe 4 --profile guardduty --expect private
expect_healthy
expect_plan
expect_class vpc guardduty-data
