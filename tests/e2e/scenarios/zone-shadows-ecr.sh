# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A private hosted zone ecr.us-east-1.amazonaws.com made for ecr.api: the registry is gone.

shadow_zone ecr.us-east-1.amazonaws.com ecr.api
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.dkr fail zone-shadows-name
expect_others pass
expect_findings fail:zone-shadows-name:ecr.dkr
expect_advice zone-shadows-name:ecr.dkr 'ecr\.us-east-1\.amazonaws\.com'
