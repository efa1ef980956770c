# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ECS Exec with its sessions encrypted and logged: all endpoints there, S3 by the gateway endpoint.

profile exec
lab_up
probe 4 --profile exec --expect private
expect_healthy
expect_plan
expect_class vpc logs kms ssmmessages
expect_class public s3
