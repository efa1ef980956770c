# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A private hosted zone us-east-1.amazonaws.com without the name of ecs-agent: nobody else is asked for it.

shadow_zone us-east-1.amazonaws.com ecs ecs-telemetry ecr.api ecr.dkr ecr.layers logs secretsmanager
lab_up
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs-agent fail zone-shadows-name
expect_others pass
expect_findings fail:zone-shadows-name:ecs-agent
expect_advice zone-shadows-name:ecs-agent 'us-east-1\.amazonaws\.com'
