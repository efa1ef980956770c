# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The rules that lead tasks to the agent are gone (amazon-ecs-agent#827), or what lets a bridge's packets in was set back:
# no endpoint fails, and no task gets credentials.

agent
lab_up
probe 5
expect_healthy
task_rules_gone
probe 5
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:task-credentials-unreachable:task
expect_advice task-credentials-unreachable:task 'the agent serves them on port 51679'
as_nobody probe 5
expect_json '.findings | any(.code == "task-credentials-unreachable")'

# A firewall that rejects is found out at once.
nft -f - <<<'table inet fw { chain output { type filter hook output priority 0; ip daddr 169.254.170.2 reject with tcp reset; }
}'
probe 5
expect_findings warn:task-credentials-unreachable:task
nft delete table inet fw

# Rules again, and the other half.
task_rules
probe 5
expect_healthy
echo 0 >/proc/sys/net/ipv4/conf/all/route_localnet
probe 5
expect_findings warn:task-credentials-unreachable:task
expect_advice task-credentials-unreachable:task 'route_localnet is 0'

# An agent that offers none leads nobody anywhere.
agent_config ECS_ENABLE_TASK_IAM_ROLE=false
task_rules_gone
in_machine systemctl restart ecs
wait_agent_registered 20
probe 5
expect_healthy

# Nor one that does not run.
in_machine systemctl stop ecs
wait_agent_gone
probe 5
expect_no_finding task-credentials-unreachable
