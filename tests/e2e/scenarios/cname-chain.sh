# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The name is an alias of a zonal name of the endpoint, which has the addresses.

no_name ecs
zone_line 'ecs.us-east-1 60 IN CNAME vpce-0a1b2c.ecs.us-east-1.vpce'
zone_line 'vpce-0a1b2c.ecs.us-east-1.vpce 60 IN A 10.0.1.10'
zone_line 'vpce-0a1b2c.ecs.us-east-1.vpce 60 IN A 10.0.2.10'
lab_up
probe 4
expect_healthy
expect_json 'endpoint("ecs").dns.route53.cname == ["vpce-0a1b2c.ecs.us-east-1.vpce.amazonaws.com"]'
expect_all_addresses 2 pass ecs
