# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A file that is read as ecs-init reads it, which is not as a shell would: quotes are part of the value, a comment is
# no setting; and a key that ecs-init decides itself tells nothing, where it may have decided it.

machine_config '# the cluster' '#ECS_LOGLEVEL=warn' '' 'ECS_LOGLEVEL="info"' '  ECS_INSTANCE_ATTRIBUTES={"a": "b=c"}  ' \
	'ECS_RESERVED_MEMORY=32' 'ECS_RESERVED_MEMORY=64' 'ECS_EBSTA_SUPPORTED=false' 'no equals sign'
agent
lab_up
same 'a quoted value' 'ECS_LOGLEVEL="info"' "$(agent_env | grep ^ECS_LOGLEVEL)"
probe 5
expect_healthy
expect_json '.agent.config | .known and .changed == [] and .unmodelled == []'
# Not a change that any agent could notice.
sed -i 's/^#ECS_LOGLEVEL=.*/# ECS_LOGLEVEL=crit or not/; s/^ *\(ECS_INSTANCE.*[^ ]\) *$/\t\1/; /MEMORY=32/d' /etc/ecs/ecs.config
probe 5
expect_healthy
expect_json '.agent.config | .changed == [] and .unmodelled == []'
sed -i 's/SUPPORTED=false/SUPPORTED=true/' /etc/ecs/ecs.config
probe 5 -v
expect_healthy
expect_json '.agent.config | .changed == [] and .unmodelled == ["ECS_EBSTA_SUPPORTED"]'
expect_text report.txt ECS_EBSTA_SUPPORTED
sed -i 's/"info"/info/' /etc/ecs/ecs.config
probe 5
expect_exit 0
expect_findings warn:agent-stale-config:agent
expect_json '.agent.config.changed == ["ECS_LOGLEVEL"]'
