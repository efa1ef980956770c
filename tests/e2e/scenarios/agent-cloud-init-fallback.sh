# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# cloud-init found no metadata service in this boot and ran no user data; it is there now. An agent of 1.105.0 or later
# would end with 5 at its next start: it is refused, --force or not. An older one does not look; without user data, or
# with a data source, there is nothing to fear.

agent
agent_control version 'Amazon ECS Agent - v1.105.1 (*a8b3e7d3)'
imds_value user-data '#!/bin/sh'
lab_up
remember_agent
mkdir -p /var/lib/cloud/data
echo '{"v1": {"datasource": "DataSourceNone", "errors": []}}' >/var/lib/cloud/data/result.json
agent_config ECS_LOGLEVEL=debug
for mode in if_stale always 'always --force'; do
	$mode
	expect_refused cloud-init-fallback 1
	expect_finding fail:agent-cloud-init-fallback
	expect_detail DataSourceNone
done
expect_by_hand "drain the instance, then sudo cloud-init clean --reboot"
echo '{"v1": {"datasource": "DataSourceEc2Local", "errors": []}}' >/var/lib/cloud/data/result.json
if_stale --dry-run
expect_action restart-unit stale
expect_no_finding agent-cloud-init-fallback
echo '{"v1": {"datasource": "DataSourceNone", "errors": []}}' >/var/lib/cloud/data/result.json
agent_control version 'Amazon ECS Agent - v1.104.0 (*a8b3e7d3)'
if_stale --dry-run
expect_action restart-unit stale
expect_no_finding agent-cloud-init-fallback
expect_agent_untouched
