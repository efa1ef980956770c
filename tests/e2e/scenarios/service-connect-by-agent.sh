# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ecs-agent is private, and nothing leads to ecs-sc: Service Connect does not need it. As soon as ecs-agent does not
# work either, it does.

profile service-connect
lab_up
probe 2 --profile service-connect --expect private
expect_exit 0
expect_verdict healthy
expect_endpoint ecs-agent pass
expect_endpoint ecs-sc skip service-connect-by-agent
expect_class vpc ecs-agent
expect_class public ecs-sc
expect_findings
expect_note service-connect-by-agent ecs-sc
expect_advice service-connect-by-agent:ecs-sc 'stays private'
refuse ecs-agent
probe 2 --profile service-connect --expect private
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent fail tcp-refused
expect_endpoint ecs-sc fail tcp-timeout
expect_findings fail:tcp-refused:ecs-agent fail:tcp-timeout:ecs-sc
expect_advice tcp-timeout:ecs-sc 'no interface endpoint for this name'
