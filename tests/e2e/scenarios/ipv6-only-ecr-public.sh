# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An instance without IPv4 asks for the name of ECR under api.aws, which no endpoint covers: it is public, and where
# nothing leads to it, the plain name would be the better one.

family ipv6
nat on
dual_answers ecr.api "${PUBLIC6[ecr.api]}"
lab_up
probe 8
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn endpoint-not-offered
expect_others pass
expect_class public ecr.api
expect_findings warn:endpoint-not-offered:ecr.api
expect_advice endpoint-not-offered:ecr.api 'dual-stack names are on no interface endpoint; the plain name is private'
# shellcheck disable=SC2086
drop ${PUBLIC6[ecr.api]}
probe 8
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail plain-name-only
expect_others pass
expect_findings fail:plain-name-only:ecr.api
