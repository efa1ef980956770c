# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An instance without IPv4 asks for the name of ECR under api.aws, which the endpoint does not cover.

family ipv6
nat on
dual_answers ecr.api "${PUBLIC6[ecr.api]}"
lab_up
probe 8
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn plain-name-only
expect_others pass
expect_class public ecr.api
expect_findings warn:plain-name-only:ecr.api
