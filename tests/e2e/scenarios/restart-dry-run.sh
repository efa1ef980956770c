# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A dry run says what would be done and why, with the names of the changed keys, and changes nothing whatsoever.

agent
machine_config ECS_ENGINE_AUTH_DATA='{"r.example":{"password":"canary-1"}}'
lab_up
echo 'ECS_ENGINE_AUTH_DATA={"r.example":{"password":"canary-2"}}
ECS_RESERVED_MEMORY=64' >/etc/ecs/ecs.config
remember_agent
for mode in if_stale always 'always --force'; do
	$mode --dry-run
	expect_exit 0
	expect_action restart-unit stale
	expect_json .action.dry_run
	expect_evidence 'agent-stale-config: ECS_ENGINE_AUTH_DATA ECS_RESERVED_MEMORY'
	expect_words report.txt 'restart dry run: would restart ecs.service'
	expect_agent_untouched
	expect_secret canary
done
drop ecs
always --dry-run --connect-timeout 1
expect_exit 1
expect_action defer endpoints-fail
expect_words report.txt 'would be refused \(endpoints-fail\)'
expect_agent_untouched
expect_agent_running
[[ ! -e /var/lib/ecsprobe ]] || fail "there is a /var/lib/ecsprobe"
