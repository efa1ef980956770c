# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The metadata service is out of reach of an agent that gets its credentials there: no endpoint helps. Turned off, or
# answered by something else, it is the same; an agent with Region and keys of its own goes on working.

agent
machine_config AWS_DEFAULT_REGION="$REGION"
lab_up
drop_imds
probe 6
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:imds-unreachable:instance
expect_advice imds-unreachable:instance 'hop limit'

# A firewall may keep it from other users than root alone.
as_nobody probe 6
expect_exit 0
expect_findings warn:imds-unreachable:instance

# Whoever has a Region for it needs none of the agent's.
agent_config AWS_ACCESS_KEY_ID=AKIACANARY7391KEYS00 AWS_SECRET_ACCESS_KEY=canary-7391-file
in_machine systemctl restart ecs
wait_agent_registered 20
probe 6
expect_exit 0
expect_findings warn:imds-unreachable:instance
expect_secret canary-7391

# An instance on which no agent is meant to run.
in_machine systemctl disable --now ecs
wait_agent_gone
probe 6
expect_exit 0
expect_findings warn:agent-not-running:agent warn:imds-unreachable:instance
