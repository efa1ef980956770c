# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The zone has two aliases of each other, and the resolver gives up.

no_name ecs
zone_line 'ecs.us-east-1 60 IN CNAME alias.us-east-1'
zone_line 'alias.us-east-1 60 IN CNAME ecs.us-east-1'
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-servfail
expect_others pass
expect_findings fail:dns-servfail:ecs
