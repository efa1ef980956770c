# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Layers come over the S3 gateway endpoint and nothing else public can be reached.

lab_up
probe 4 --deep
expect_healthy
expect_class public ecr.layers
expect_note s3-gateway-likely ecr.layers
expect_advice s3-gateway-likely:ecr.layers 'consistent with'
