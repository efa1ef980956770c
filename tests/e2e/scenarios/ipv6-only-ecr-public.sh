# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An instance without IPv4 asks for the name of ECR under api.aws, which an endpoint for IPv4 alone does not have: it is
# public. The hint is the endpoint's IP address type.

family ipv6
nat on
dual_answers ecr.api "${PUBLIC6[ecr.api]}"
lab_up
probe 8
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.api warn plain-name-only
expect_endpoints warn ipv4-only-name -- ecr.dkr ecr.layers
expect_others pass
expect_class public ecr.api
expect_findings warn:{plain-name-only:ecr.api,ipv4-only-name:{ecr.dkr,ecr.layers}}
expect_advice plain-name-only:ecr.api 'IP address type to dualstack'
# shellcheck disable=SC2086
drop ${PUBLIC6[ecr.api]}
probe 8
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.api fail plain-name-only
expect_endpoints warn ipv4-only-name -- ecr.dkr ecr.layers
expect_others pass
expect_findings fail:plain-name-only:ecr.api warn:ipv4-only-name:{ecr.dkr,ecr.layers}
