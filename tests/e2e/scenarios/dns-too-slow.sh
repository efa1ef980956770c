# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# resolv.conf has timeout:1 attempts:1, and the nameserver takes 1.3 s for one name: we hear its answer, and the agent does
# not.

lab_up
dns_front ecs=slow1300
probe 8
expect_healthy
echo 'options timeout:1 attempts:1' >>/etc/resolv.conf
probe 8
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs fail dns-too-slow
expect_others pass
expect_findings fail:dns-too-slow:ecs
expect_advice dns-too-slow:ecs 'after 1\.[3-9] s, but the agent waits only 1 s'
# Who asks again is answered by then.
echo 'options attempts:2' >>/etc/resolv.conf
probe 8
expect_exit 0
expect_verdict degraded
expect_endpoint ecs warn dns-too-slow
expect_others pass
expect_findings warn:dns-too-slow:ecs
