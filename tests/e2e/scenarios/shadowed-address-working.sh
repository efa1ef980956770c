# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Something behind the bridge answers for the endpoint, with the right certificate.

answers ecr.api 172.17.1.10 172.17.2.10
also_serve ecr.api 172.17.1.10 172.17.2.10
lab_up
docker_bridge behind
probe 4
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn shadowed-address
expect_others pass
expect_findings warn:shadowed-address:ecr.api
