# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# There are endpoints for ssm and ec2messages and, as older guides have it, none for ssmmessages.

nat on
profile ssm
public ssmmessages
lab_up
probe 4 --profile ssm
expect_exit 0
expect_verdict degraded
expect_endpoint ssmmessages warn public-address
expect_others pass
expect_plan
expect_findings warn:public-address:ssmmessages
expect_advice public-address:ssmmessages 'interface endpoint'
probe 4 --profile ssm --expect private
expect_exit 1
expect_verdict unhealthy
expect_endpoint ssmmessages fail public-address
expect_others pass
expect_findings fail:public-address:ssmmessages
