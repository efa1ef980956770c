# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A drop-in gives dockerd a command line of its own with --dns, and that nameserver knows no private names; the next start
# of an agent that runs well would be given it: a restart is refused.

agent
corporate_alone
lab_up
remember_agent
probe 5
expect_exit 0
mkdir -p /etc/systemd/system/docker.service.d
printf '[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// --dns=%s\n' 10.0.0.53 \
	>/etc/systemd/system/docker.service.d/dns.conf
echo ECS_LOGLEVEL=debug >>/etc/ecs/ecs.config
probe 5
expect_exit 0
expect_endpoint ecs pass
expect_json '.vantages[] | select(.id == "agent/running") | [.as_host, .origins[0].line] == [true, null]'
expect_json '.vantages[] | select(.id == "agent/next_start") | [.as_host, .origins[0].file, .origins[0].line] ==
	[false, "/etc/systemd/system/docker.service.d/dns.conf", 3]'
if_stale
expect_refused endpoints-fail 1
expect_detail 'ecs fails'
