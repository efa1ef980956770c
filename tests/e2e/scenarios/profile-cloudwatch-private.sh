# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The CloudWatch agent without internet.

profile cloudwatch
lab_up
probe 4 --profile cloudwatch --expect private
expect_healthy
expect_plan
expect_class vpc logs monitoring ssm ec2
