# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A rule of DNS Firewall blocks the name that the CodeDeploy agent polls, with NODATA.

profile codedeploy
lab_up
zone_mode codedeploy-commands-secure always_nodata
probe 4 --profile codedeploy
expect_exit 1
expect_verdict unhealthy
expect_endpoint codedeploy-commands-secure fail dns-nodata
expect_others pass
expect_plan
expect_findings fail:dns-nodata:codedeploy-commands-secure
expect_advice dns-nodata:codedeploy-commands-secure 'DNS Firewall'
