# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The X-Ray daemon without internet.

profile xray
lab_up
probe 4 --profile xray --expect private
expect_healthy
expect_plan
expect_class vpc xray
