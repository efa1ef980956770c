# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The name is an alias of a name that has no address.

no_name ecs
zone_line 'ecs.us-east-1 60 IN CNAME ghost.us-east-1'
zone_line 'ghost.us-east-1 60 IN TXT boo'
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-nodata
expect_others pass
expect_findings fail:dns-nodata:ecs
expect_json 'endpoint("ecs").dns.route53.cname == ["ghost.us-east-1.amazonaws.com"]'
