# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Tasks that use Cloud Map by its API, without internet.

profile cloudmap
lab_up
probe 4 --profile cloudmap --expect private
expect_healthy
expect_plan
expect_class vpc servicediscovery data-servicediscovery
