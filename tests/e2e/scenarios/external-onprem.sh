# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ECS Anywhere at home (containers-roadmap#2821): no metadata service, the company's DNS forwards to inbound resolver endpoints,
# private addresses by Direct Connect. Nothing is wrong, and nothing is said of a metadata service or a VPC. Then what such a
# host can really lack, with hints that are about this site.

agent unready
imds absent
services ssm ssmmessages
machine_config ECS_CLUSTER=edge
agent_control cluster edge
nameservers 10.0.0.53
for service in ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager ssm ssmmessages; do
	corporate "$service" "${HUB[$service]}"
done
lab_up
printf 'AWS_DEFAULT_REGION=us-east-1\nECS_EXTERNAL=true\n' >/var/lib/ecs/ecs.config
no_dns 169.254.169.253
no_dns 10.0.0.2
in_machine systemctl restart ecs
wait_agent_registered 20

probe 6 --strict
expect_healthy
expect_class private ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager ssm ssmmessages
expect_findings
expect_json '.instance.account == "111122223333"'
expect_json '[.resolvers[].name] == ["system"]'
expect_json '.endpoints | map(select(.service == "ssm" or .service == "ssmmessages") | "\(.service) \(.required)") | sort == ["ssm true", "ssmmessages false"]'
expect_json '.endpoints | all(.host | startswith("000000000000") | not)'

# Nobody is asked for metadata where nobody is to be asked.
probe 6 --strict --imds-endpoint off
expect_healthy
expect_json '.instance.account == "111122223333"'

# Whoever asks for a private path is told of what is public, and not that it leaves a VPC.
probe 6 --expect private
expect_findings
expect_exit 0

# The way to S3: no gateway endpoint can help.
drop ecr.layers
probe 6
expect_exit 1
expect_findings fail:s3-layers-unreachable:ecr.layers
expect_advice s3-layers-unreachable:ecr.layers 'A gateway endpoint serves only its own VPC'
expect_no_text report.txt 'route table'
restore

# What its credentials are renewed by.
drop "${HUB[ssm]}"
probe 6
expect_exit 1
expect_findings fail:tcp-timeout:ssm
expect_advice tcp-timeout:ssm 'Direct Connect or VPN'
restore

# No agent answers: the account is not known, and that is said.
in_machine systemctl stop ecs
wait_agent_gone
probe 6
expect_note account-unknown ecr.dkr
expect_no_finding imds-unreachable
