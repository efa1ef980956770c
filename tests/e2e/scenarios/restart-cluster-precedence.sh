# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Where the cluster comes from: ecs.config before ecs.config.json before user data.

agent
machine_config ECS_CLUSTER=blue
imds_value user-data '{\"ECSAgentConfiguration\": {\"Cluster\": \"red\"}}'
lab_up
# Of ecs.config, so what the others say does not matter.
echo '{"Cluster": "green"}' >/etc/ecs/ecs.config.json
remember_agent
always
expect_restarted stale
expect_evidence 'agent-stale-config: ecs.config.json'
# Of the JSON.
: >/etc/ecs/ecs.config
remember_agent
always --force
expect_refused cluster-differs 1
expect_detail '^registered with blue, configured for green$'
# Of user data.
: >/etc/ecs/ecs.config.json
always --force
expect_refused cluster-differs 1
expect_detail '^registered with blue, configured for red$'
# Unknown is unknown.
imds_mode '{"throttled": "user-data"}'
always --cool-down 0 --dry-run
expect_action restart-unit stale
expect_agent_untouched
