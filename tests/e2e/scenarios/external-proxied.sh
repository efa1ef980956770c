# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ECS Anywhere: the SSM agent that renews the agent's credentials reaches ssm by the company's proxy alone, as a drop-in of
# its own unit says. Without the drop-in the way it goes is closed, whatever proxy the others have.

agent unready
imds absent
services ssm ssmmessages
nameservers 10.0.0.53
proxy allow
for service in ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager ssm ssmmessages; do
	corporate "$service" "${HUB[$service]}"
done
lab_up
printf 'AWS_DEFAULT_REGION=us-east-1\nECS_EXTERNAL=true\n' >/var/lib/ecs/ecs.config
in_machine systemctl restart ecs
wait_agent_registered 20
drop "${HUB[ssm]} ${HUB[ssmmessages]}"
unit_environment amazon-ssm-agent https_proxy=http://10.0.0.80:3128
probe 6 --strict
expect_healthy
expect_json '.endpoints | map(select(.dialled_by == "ssm-agent") | .service) | sort == ["ssm", "ssmmessages"]'
expect_class proxied ssm ssmmessages
expect_class private ecs
rm -r /etc/systemd/system/amazon-ssm-agent.service.d
probe 6
expect_exit 1
expect_findings fail:tcp-timeout:ssm warn:tcp-timeout:ssmmessages
