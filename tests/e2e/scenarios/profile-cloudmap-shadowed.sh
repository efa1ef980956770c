# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A private hosted zone for the Region's names, made for servicediscovery alone: its data plane's name is gone.

profile cloudmap
shadow_zone us-east-1.amazonaws.com servicediscovery
lab_up
probe 4 --profile cloudmap
expect_exit 1
expect_verdict unhealthy
expect_endpoint data-servicediscovery fail zone-shadows-name
expect_others pass
expect_plan
expect_findings fail:zone-shadows-name:data-servicediscovery
expect_advice zone-shadows-name:data-servicediscovery 'us-east-1\.amazonaws\.com'
