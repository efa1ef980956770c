# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The EFS mount helper without internet.

profile efs
lab_up
probe 4 --profile efs --expect private
expect_healthy
expect_plan
expect_class vpc elasticfilesystem
