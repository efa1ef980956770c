# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A machine that is no EC2 instance, with --region and nothing else: the registry host is planned
# with an account of zeros, which the wildcard of the endpoint answers.

imds closed
lab_up
probe 4 --region us-east-1
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:imds-unreachable:instance
expect_note account-unknown
expect_json 'endpoint("ecr.dkr").host == "000000000000.dkr.ecr.us-east-1.amazonaws.com"'
