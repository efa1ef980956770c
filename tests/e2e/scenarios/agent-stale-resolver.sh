# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The nameservers of the host changed after Docker had copied them into the agent's container.

agent
lab_up
echo 'nameserver 169.254.169.253' >/etc/resolv.conf
probe 5
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:agent-stale-resolver:agent
expect_advice agent-stale-resolver:agent '10\.0\.0\.2.*169\.254\.169\.253'
