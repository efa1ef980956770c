# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A firewall inspects TLS, and its authority came into this host's trust store after agent and dockerd had been started:
# each read the store once. The agent refuses, which its log proves, and is restarted; dockerd is told of.

agent
agent_control roots /etc/ssl/certs/authority-1.pem
lab_up
wait_agent_log 'x509: certificate signed by unknown authority'
# Nothing changed since it was started: no restart would help.
remember_agent
if_stale
expect_idle nothing-stale
intercept ecs ecs-agent ecs-telemetry ecr.api ecr.dkr
host_store "$CA" "$CACHE/pki/interceptor.crt"
probe 5
expect_exit 0
expect_verdict degraded
expect_others warn tls-intercepted ecr.layers logs secretsmanager
expect_finding warn:agent-trust-stale
expect_json '[.findings[] | select(.code == "dockerd-trust-stale") | "\(.severity):\(.subject)"] == ["warn:dockerd"]'
expect_advice agent-trust-stale:agent 'changed after the agent and dockerd were started'
expect_advice agent-trust-stale:agent 'restart both'
expect_advice dockerd-trust-stale:dockerd 'sudo systemctl restart docker'
expect_json '.findings[] | select(.code == "agent-trust-stale").evidence[0] | (.file | test("^/etc/ssl/certs")) and (.text | test("^changed at 20"))'
docker_before=$(in_machine systemctl show -P ExecMainPID docker)
remember_agent
if_stale --dry-run
expect_action restart-unit stale
expect_json '.action.evidence | length == 1 and (.[0] | test("^agent-trust-stale: /etc/ssl/certs"))'
expect_agent_untouched
if_stale
expect_restarted stale
expect_no_finding agent-trust-stale
same "dockerd" "$docker_before" "$(in_machine systemctl show -P ExecMainPID docker)"
# dockerd is what it was. And a restart that was made is not made again.
expect_json '[.findings[].code] | index("dockerd-trust-stale") != null'
remember_agent
if_stale
expect_idle nothing-stale
# A store that changes under an agent that works is a note, and no reason for a restart.
touch /etc/ssl/certs/authority-0.pem
if_stale
expect_idle nothing-stale
expect_note agent-trust-stale agent
# Once dockerd is restarted too, nothing is left of it.
restart_docker
poll 30 agent_is_connected || fail "the agent does not connect"
probe 5
expect_exit 0
expect_no_finding agent-trust-stale
expect_no_finding dockerd-trust-stale
