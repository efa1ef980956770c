# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An EC2 instance of another account and Region is registered as an external one (amazon-ecs-agent#3604): the agent asks no
# metadata service, and what that says of Region and account is not the agent's.

agent
imds_value meta-data/placement/region us-west-2
services ssm ssmmessages
lab_up
printf 'AWS_DEFAULT_REGION=us-east-1\nECS_EXTERNAL=true\n' >/var/lib/ecs/ecs.config
in_machine systemctl restart ecs
wait_agent_registered 20
probe 6 --strict
expect_healthy
expect_class vpc ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ssm ssmmessages
expect_findings
expect_json '.instance.account == "111122223333" and .instance.source == "imds"'
