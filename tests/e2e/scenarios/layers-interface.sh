# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The layers of images by an S3 interface endpoint whose private DNS is for the VPC too: it works, and AWS's pages
# disagree whether it may be.

answers ecr.layers "${PRIVATE[ecr.layers]}"
lab_up
probe 4 --expect private
expect_healthy
expect_class vpc ecr.layers
expect_note s3-layers-interface ecr.layers
expect_advice s3-layers-interface:ecr.layers "AWS's pages disagree"
# The usual profile says what it cannot see.
expect_note profile-scope ecs
expect_advice profile-scope:ecs 'not seen: what endpoint policies allow beyond the calls of --api, .*Fargate'
