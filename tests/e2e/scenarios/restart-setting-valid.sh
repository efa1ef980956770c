# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Values that look unusual and that Docker and the agent accept are no reason to refuse a restart: options of json-file and
# of every log driver, and a cluster's name with a blank before it, which the agent trims.

agent
lab_up
cp /etc/ecs/ecs.config /etc/ecs/as-it-was
for setting in 'ECS_LOG_OPTS={"max-size":"16m","max-file":"4","compress":"true"}' \
	'ECS_LOG_OPTS={"max-size":"16m","mode":"non-blocking","max-buffer-size":"4m"}' 'ECS_CLUSTER= default'; do
	cp /etc/ecs/as-it-was /etc/ecs/ecs.config
	printf '%s\n' "$setting" >>/etc/ecs/ecs.config
	remember_agent
	always --dry-run
	same "what $setting leads to" restart-unit "$(from_report .action.kind)"
	expect_no_finding agent-setting-refused
	expect_agent_untouched
done
