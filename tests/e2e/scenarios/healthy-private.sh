# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# No fault: interface endpoints in two zones, layers over the S3 gateway endpoint, Route 53 in resolv.conf.

lab_up
probe 4
expect_healthy
expect_class vpc ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager
expect_class public ecr.layers
expect_all_addresses 2 pass "${SERVICES[@]}"
expect_json '[.resolvers[] | {name, address}] == [{"name": "route53", "address": "10.0.0.2"}]'
expect_json 'all(.endpoints[]; .dns | keys == ["route53"])'
expect_json '.instance | {region, zone, partition, dns_suffix, account, instance_id, vpc_cidrs, source} == {
	"region": "us-east-1", "zone": "us-east-1a", "partition": "aws", "dns_suffix": "amazonaws.com",
	"account": "111122223333", "instance_id": "i-0123456789abcdef0",
	"vpc_cidrs": ["10.0.0.0/16", "100.64.0.0/16"], "source": "imds"}'
expect_json '[.endpoints[] | select(.required) | .service] ==
	["ecs", "ecs-agent", "ecs-telemetry", "ecr.api", "ecr.dkr", "ecr.layers"]'
expect_json '([.endpoints[].host] | sort) == ($ARGS.positional | sort)' "${HOST[@]}"
expect_json 'all(.endpoints[]; .port == 443)'
expect_json '.agent.runs_as == "unknown" and .action == null'
expect_duration_within 1

# The resolver of every VPC by its other address.
probe 4 --resolver 169.254.169.253
expect_healthy
expect_json '[.resolvers[].address] | index("169.254.169.253") != null'
