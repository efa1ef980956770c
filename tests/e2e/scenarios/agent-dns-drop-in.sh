# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A drop-in gives dockerd a command line of its own with --dns, and that nameserver knows no private names. As long as dockerd
# has not read it the agent is given what it was given before, and may be restarted; afterwards it can resolve nothing.

agent
corporate_alone
corporate logs "${PRIVATE[logs]}"
lab_up
mkdir -p /etc/systemd/system/docker.service.d
printf '[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// --dns=10.0.0.53\n' >/etc/systemd/system/docker.service.d/dns.conf
remember_agent
echo ECS_LOGLEVEL=debug >>/etc/ecs/ecs.config
if_stale --dry-run
expect_exit 0
expect_action restart-unit stale
expect_json '.vantages[] | select(.id == "agent/next_start") | [.seen, .as_host, .why != null] == [false, true, true]'
expect_no_finding agent-resolver-mismatch
docker_hands_out drop-in 10.0.0.53
poll 20 container_is running
probe 6
expect_exit 1
expect_endpoint ecs fail agent-resolver-mismatch
expect_endpoint ecr.dkr pass
expect_advice agent-resolver-mismatch:ecs '10\.0\.0\.53, from /etc/systemd/system/docker\.service\.d/dns\.conf:3\) has no address'
