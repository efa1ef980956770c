# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An instance without IPv4 and NAT64: resolver fd00:ec2::253, metadata service fd00:ec2::254. At AWS the plain names of the
# registry and of the layers have IPv4 alone: their dual-stack names are checked beside.

family ipv6
lab_up
probe 8
expect_exit 0
expect_verdict degraded
expect_endpoints warn ipv4-only-name -- ecr.dkr ecr.layers
expect_others pass
expect_findings warn:ipv4-only-name:{ecr.dkr,ecr.layers}
expect_advice ipv4-only-name:ecr.dkr "images with that name cannot be pulled here; ${DUAL_HOST[ecr.dkr]} works"
expect_advice ipv4-only-name:ecr.layers 'probably'
expect_class vpc ecs ecs-agent ecs-telemetry ecr.api logs secretsmanager
expect_all_addresses 2 pass ecs ecs-agent ecs-telemetry ecr.api logs secretsmanager
expect_json '[.resolvers[] | {name, address}] == [{"name": "route53", "address": "fd00:ec2::253"}]'
expect_json '.instance.account == "111122223333"'
expect_json '[endpoint("ecs", "ecr.api", "logs") | .host | endswith(".api.aws")] == [true, true, true]'
# Where the dual-stack name does not work either, nothing can be pulled.
# shellcheck disable=SC2086
drop ${PRIVATE6[ecr.dkr]}
probe 8
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail tcp-unreachable -- ecr.dkr
expect_endpoints warn ipv4-only-name -- ecr.layers
expect_others pass
