# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint stands in 172.17.0.0/16, which Docker's bridge took for itself on this instance.

answers ecr.api 172.17.1.10 172.17.2.10
also_serve ecr.api 172.17.1.10 172.17.2.10
lab_up
probe 4
expect_healthy
docker_bridge
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail shadowed-address
expect_others pass
expect_findings fail:shadowed-address:ecr.api
expect_advice shadowed-address:ecr.api docker0
