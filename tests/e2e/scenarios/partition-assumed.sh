# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --region of a prefix that no partition has: the SDKs take the partition aws then, and so are the names that are checked.
# They do not exist here, and the report says whose fault that may be.

lab_up
probe 4 --region xx-north-1
expect_exit 1
expect_verdict unhealthy
expect_note partition-assumed instance
expect_advice partition-assumed:instance 'no known partition has Regions like xx-north-1'
expect_json 'endpoint("ecs").host == "ecs.xx-north-1.amazonaws.com" and .instance.partition == "aws"'
ecsprobe --list --region xx-north-1 -o json
expect_exit 0
expect_text stderr 'no known partition has Regions like xx-north-1'
