# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent registers, and never gets a connection to ACS: the network is fine, all endpoints pass, and it is not healthy.
# For a minute and a half that is a note, as it dials again by itself. The line of its log stands beside the finding.

restart_with_new_log() {
	in_machine systemctl stop ecs.service
	: >"$MACHINE_ROOT/var/log/ecs/ecs-agent.log"
	in_machine systemctl start ecs.service
}

agent
agent_control acs denied
lab_up
probe 5 -v
expect_healthy
expect_note agent-not-connected agent
expect_json '.agent.path | (.acs == "failed" or .acs == "dialling") and .acs_connected == false'
shifted 100 probe 5 --output html="$OUT/report.html"
expect_exit 1
expect_verdict unhealthy
expect_others pass
expect_findings fail:agent-not-connected:agent warn:clock-skew:instance
expect_advice agent-not-connected:agent 'has not been connected to ACS for'
expect_advice agent-not-connected:agent 'AmazonEC2ContainerServiceforEC2Role'
expect_json '.findings[] | select(.code == "agent-not-connected").evidence == [{"file": "/var/log/ecs/ecs-agent.log", "line": null,
	"text": "Failed to connect to ACS: AccessDeniedException: User is not authorized to perform: ecs:Poll"}]'
expect_words report.txt 'FAIL agent-not-connected agent: .* in /var/log/ecs/ecs-agent.log: Failed to connect to ACS: AccessDenied'
expect_words report.txt 'registered; last tried ecs-a.us-east-1.amazonaws.com; not connected to ACS since'
expect_words report.html '<small>/var/log/ecs/ecs-agent.log</small> <code>Failed to connect to ACS: AccessDenied'
# The exit status of a timer is that of each run: it stays so.
shifted 400 probe 5
expect_exit 1
expect_finding fail:agent-not-connected
# In the words of old agents, and with nothing but errors.
agent_control log old
agent_control acs refused
restart_with_new_log
wait_agent_log 'Error connecting to ACS'
shifted 100 probe 5
expect_exit 1
expect_finding fail:agent-not-connected
expect_advice agent-not-connected:agent 'denies it'
agent_control log quiet
restart_with_new_log
poll 20 agent_is_registered
wait_agent_log 'level=error.*Failed to connect to ACS'
shifted 200 probe 5
expect_exit 0
expect_note agent-not-connected agent
# Nobody knows whether what a quiet log says of an old error still holds.
shifted 400 probe 5
expect_note agent-unknown agent
expect_json '.agent | .seen == "partial" and .path.acs_connected == null'
# What its poll endpoint costs it, and whose policy that is.
agent_control log
agent_control acs
agent_control discover policy
restart_with_new_log
wait_agent_log 'ACS: Unable to discover poll endpoint'
shifted 100 probe 5
expect_exit 1
expect_finding fail:agent-not-connected
expect_advice agent-not-connected:agent 'DiscoverPollEndpoint call to ecs fails \(the policy of a VPC endpoint denies it\)'
expect_advice agent-not-connected:agent 'ecs:DiscoverPollEndpoint'
expect_json '.agent.path.acs_cause == "endpoint-policy"'
# No restart mends that.
remember_agent
shifted 100 if_stale
expect_action none nothing-stale
expect_agent_untouched
# As soon as it may, all is well.
agent_control discover
poll 30 agent_is_connected || fail "the agent does not connect"
probe 5
expect_healthy
expect_json '.agent.path | .acs == "connected" and .acs_connected and .acs_error == null'
