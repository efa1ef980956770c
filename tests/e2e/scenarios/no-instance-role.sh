# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The instance was launched without an instance profile, or it was taken away: the metadata service has no role, and the
# agent's next call to ecs fails. Keys of its own are as good, and no agent needs none.

agent
instance_role none
lab_up
probe 6
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:no-instance-role:instance
expect_advice no-instance-role:instance 'instance profile'

# Not to be seen by everybody: the agent may have keys in a file that only root reads.
chmod 600 /etc/ecs/ecs.config
as_nobody probe 6
expect_exit 0
expect_findings warn:config-invalid:instance warn:no-instance-role:instance

agent_config AWS_ACCESS_KEY_ID=AKIACANARY7391KEYS00 AWS_SECRET_ACCESS_KEY=canary-7391-file
in_machine systemctl restart ecs
wait_agent_registered 20
probe 6 --strict
expect_healthy
expect_secret canary-7391

agent_config
in_machine systemctl disable --now ecs
wait_agent_gone
probe 6
expect_no_finding no-instance-role
