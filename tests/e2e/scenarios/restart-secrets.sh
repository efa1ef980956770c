# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Credentials of a registry and of a proxy, and other values of the agent's configuration, before and after a change:
# none is in any output, in the journal or in what is kept.

agent
proxy squid
proxy_answers ecs ${PRIVATE[ecs]}
proxy_answers ecs-agent ${PRIVATE[ecs-agent]}
proxy_answers ecs-telemetry ${PRIVATE[ecs-telemetry]}
machine_config ECS_ENGINE_AUTH_DATA='{"r.example":{"username":"lab","password":"canary-auth-1"}}' ECS_INSTANCE_ATTRIBUTES='{"k":"canary-attribute-2"}'
lab_up
echo 'ECS_ENGINE_AUTH_DATA={"r.example":{"username":"lab","password":"canary-auth-3"}}
ECS_INSTANCE_ATTRIBUTES={"k":"canary-attribute-4"}
NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock,amazonaws.com
canary-line-5
'"HTTP_PROXY=http://lab:$PROXY_SECRET@$PROXY_IPV4:3128" >/etc/ecs/ecs.config
for mode in 'if_stale --dry-run' if_stale always 'always --force'; do
	$mode -vv
	expect_secret canary
done
expect_history restarted restarted
same "secrets in the journal" 0 "$(journal -o json SYSLOG_IDENTIFIER=ecsprobe | grep -c canary)"
same "entries in the journal" true "$(journal SYSLOG_IDENTIFIER=ecsprobe | grep -q restart && echo true)"
same "secrets in what is kept" '' "$(grep -rl canary /var/lib/ecsprobe)"
expect_agent_running
