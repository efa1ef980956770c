# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Which names the agent asks for by its ECS_INSTANCE_IP_COMPATIBILITY, which it reads in any case of letters; another word
# is none, and the host's routes count. Exit 0, verdict healthy.

lab_up
for word in ipv6 IPv6; do
	agent_config "ECS_INSTANCE_IP_COMPATIBILITY=$word"
	probe 4 --service ecs,logs
	expect_exit 0
	expect_verdict healthy
	expect_json '[.endpoints[].host] == ["ecs.us-east-1.api.aws", "logs.us-east-1.api.aws"]'
done
for word in ipv4 IPV4 dual ''; do
	agent_config "ECS_INSTANCE_IP_COMPATIBILITY=$word"
	probe 4 --service ecs,logs
	expect_exit 0
	expect_verdict healthy
	expect_json '[.endpoints[].host] == ["ecs.us-east-1.amazonaws.com", "logs.us-east-1.amazonaws.com"]'
done
