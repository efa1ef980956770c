# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Systems Manager without internet.

profile ssm
lab_up
probe 4 --profile ssm --expect private
expect_healthy
expect_plan
expect_class vpc logs kms ssmmessages ssm ec2messages
expect_class public s3
