# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecs.config and ecs.config.json hold what no agent would want: neither what was written there nor where it came from
# makes a report that cannot be read.

agent
lab_up
printf 'ECS_\033[2JKEY=1\n\xff\xfe=\033]0;x\007\nECS_NUL=a\0b\n=\n==\nAKIAIOSFODNN7EXAMPLE/canary=\nECS_LOGLEVEL=\033[31m\n' >/etc/ecs/ecs.config
probe 5 -vv
expect_exit 1
expect_verdict unhealthy
expect_findings warn:agent-stale-config:agent warn:agent-config-invalid:agent fail:agent-setting-refused:agent warn:config-invalid:instance
expect_printable
expect_secret canary
{
	printf 'ECS_LONG='
	head -c 1048576 /dev/zero | tr '\0' x
} >/etc/ecs/ecs.config
probe 5 -vv
expect_printable
expect_json '.verdict | IN("healthy", "degraded")'
: >/etc/ecs/ecs.config
printf '{"Cluster": "\\u001b[2J", "\033[31m": "%s"' "$(head -c 100000 /dev/zero | tr '\0' '[')" >/etc/ecs/ecs.config.json
probe 5 -vv
expect_exit 1
expect_findings fail:agent-config-invalid:agent warn:agent-stale-config:agent
expect_printable
