# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The policy of the endpoint ecs does not let the agent register: it ends, and ecs-init starts it again and again. The
# network is fine, and only the log of starts that are over has the reason.

restart_with_new_log() {
	in_machine systemctl stop ecs.service
	: >"$MACHINE_ROOT/var/log/ecs/ecs-agent.log"
	in_machine systemctl start ecs.service
}

agent unready
agent_control register policy
lab_up
wait_agent_log 'Error registering container instance'
probe 5
expect_exit 0
expect_verdict degraded
expect_findings warn:agent-registration-denied:agent
shifted 100 probe 5
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:agent-registration-denied:agent warn:clock-skew:instance
expect_advice agent-registration-denied:agent 'the policy of a VPC endpoint denies it'
expect_advice agent-registration-denied:agent 'ecs:RegisterContainerInstance'
expect_json '.findings[] | select(.code == "agent-registration-denied").evidence[0] |
	.file == "/var/log/ecs/ecs-agent.log" and (.text | test("^Error registering container instance: operation error ECS"))'
expect_json '.agent.path | .register_cause == "endpoint-policy" and .last_cause == "endpoint-policy"'
expect_words report.txt 'FAIL agent-registration-denied agent: .* in /var/log/ecs/ecs-agent.log: Error registering'
# An old agent said it otherwise.
agent_control log old
restart_with_new_log
wait_agent_log '\[ERROR\] Error registering: .*endpoint policy'
shifted 100 probe 5
expect_exit 1
expect_finding fail:agent-registration-denied
# Once it may, what it said before is over.
agent_control register
poll 40 agent_is_registered || fail "the agent does not register"
poll 20 agent_is_connected || fail "the agent does not connect"
probe 5
expect_healthy
expect_json '.agent.path.register_error == null'
