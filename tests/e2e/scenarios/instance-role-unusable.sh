# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# There is a role, and EC2 cannot assume it: the metadata service says so in its own words in place of credentials.

agent
instance_role AssumeRoleUnauthorizedAccess 'EC2 cannot assume the role ecsInstanceRole.'
lab_up
probe 6
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:instance-role-unusable:instance
expect_advice instance-role-unusable:instance 'AssumeRoleUnauthorizedAccess: EC2 cannot assume the role ecsInstanceRole'
expect_printable
