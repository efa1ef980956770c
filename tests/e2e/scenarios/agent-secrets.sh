# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Registry credentials and a proxy password in ecs.config and in the container's environment, other ones on disk than
# the agent was given: no output has any of them, nor the journal, nor what is kept about restarts.

proxy squid
machine_config "HTTP_PROXY=http://lab:$PROXY_SECRET@$PROXY_IPV4:3128" \
	'NO_PROXY=169.254.169.254,169.254.170.2,/var/run/docker.sock,.amazonaws.com' ECS_ENGINE_AUTH_TYPE=docker \
	'ECS_ENGINE_AUTH_DATA={"https://index.docker.io/v1/":{"username":"u","password":"canary-old"}}'
agent
lab_up
same 'lines of secrets that the agent has' 2 "$(agent_env | grep -cE "canary-old|$PROXY_SECRET")"
sed -i "s/canary-old/canary-new/; s/^HTTP_PROXY=.*/&\/\nHTTPS_PROXY=http:\/\/lab:canary-https@$PROXY_IPV4:3128/" /etc/ecs/ecs.config
# The rest of a secret that an editor has wrapped is spelled as any key.
printf '%s\n' 'canary-pasted+by/mistake==' CANARY3WRAPPED4SECRET= >>/etc/ecs/ecs.config
for options in '' -vv '--restart-agent=if-stale --dry-run -vv' '--restart-agent -vv'; do
	[[ $options != --restart-agent\ * ]] || echo '{"EngineAuthData": {"canary": "canary-json"}, "Cluster": canary-json}' >/etc/ecs/ecs.config.json
	# shellcheck disable=SC2086
	probe 5 --expect any $options
	expect_secret canary
	expect_secret CANARY
	expect_json '.agent.config.changed | any(. == "/etc/ecs/ecs.config:7 (an unknown key of 21 bytes)")'
	expect_json '.agent.config.changed | any(. == "ECS_ENGINE_AUTH_DATA") and any(. == "HTTP_PROXY")'
	expect_json '.findings | any(.code == "agent-stale-config")'
done
expect_exit 1
expect_json '.action | .kind == "defer" and .reason == "config-json-invalid"'
rm /etc/ecs/ecs.config.json
remember_agent
# The pasted line is no setting that anybody knows.
probe 5 --expect any --restart-agent -vv
expect_exit 75
expect_json '.action.reason == "setting-not-proven"'
expect_secret canary
probe 5 --expect any --restart-agent --force -vv
expect_exit 0
expect_json '.action | .result == "restarted" and any(.evidence[]; contains("ECS_ENGINE_AUTH_DATA"))'
expect_agent_restarted
expect_secret canary
expect_secret CANARY
same 'entries of the journal' true "$([[ $(journal SYSLOG_IDENTIFIER=ecsprobe) ]] && echo true)"
same 'secrets in the journal' 0 "$(journal -o export SYSLOG_IDENTIFIER=ecsprobe | grep -aic canary)"
same 'secrets in the history' '' "$(grep -ril canary /var/lib/ecsprobe)"
