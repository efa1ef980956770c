# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The CodeDeploy agent without internet, revisions over the gateway endpoint.

profile codedeploy
lab_up
probe 4 --profile codedeploy --expect private
expect_healthy
expect_plan
expect_class vpc codedeploy codedeploy-commands-secure
expect_class public s3
