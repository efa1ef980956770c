# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# As agent-stale-path; the log was put aside, then it is gone: its open connections lead to the numbered hosts.

agent
endpoints_missing
lab_up
endpoints_created
log=$MACHINE_ROOT/var/log/ecs/ecs-agent.log
mv "$log" "$log.2026-01-01-00"
probe 5
expect_exit 0
expect_findings warn:agent-stale-path:agent
expect_advice agent-stale-path:agent "last host in its log"
rm "$log.2026-01-01-00"
probe 5 -v
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:agent-stale-path:agent
expect_advice agent-stale-path:agent 'ecs-a-1\.us-east-1\.amazonaws\.com.*connection'
expect_note agent-unknown agent
expect_json '.agent.path | .log_known == false and .peers_known'
: >"$log"
probe 5
expect_exit 0
expect_findings warn:agent-stale-path:agent
expect_json '.agent.path | .log_known and .log_host == null'
