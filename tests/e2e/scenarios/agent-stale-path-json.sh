# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# As agent-stale-path; the agent writes its log as JSON, and with the scheme wss.

machine_config ECS_LOG_OUTPUT_FORMAT=json
agent
agent_control scheme wss
endpoints_missing
lab_up
endpoints_created
same 'a line of the log' '{' "$(agent_log | head -c 1)"
same 'the scheme' 1 "$(agent_log | grep -c 'Establishing.*"wss://ecs-a-1')"
probe 5
expect_exit 0
expect_verdict degraded
expect_findings warn:agent-stale-path:agent
expect_json '.agent.path | .log_known and .log_host == "ecs-a-1.us-east-1.amazonaws.com" and .log_numbered'
