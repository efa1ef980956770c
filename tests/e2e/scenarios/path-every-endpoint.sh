# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Every private endpoint is out of reach in both zones: it is this instance's egress, not eight security groups.

dead=(ecs ecs-agent ecs-telemetry ecr.api ecr.dkr logs secretsmanager)
lab_up
drop 10.0.1.0/24 10.0.2.0/24
probe 2
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail tcp-timeout -- "${dead[@]}"
expect_others pass
expect_findings fail:tcp-timeout:{ecs,ecs-agent,ecs-telemetry,ecr.api,ecr.dkr} warn:tcp-timeout:{logs,secretsmanager}
expect_advice tcp-timeout:ecs 'outbound|egress'
expect_advice tcp-timeout:ecs firewall
of_the_instance=$(from_report 'first(.findings[] | select(.subject == "ecs") | .hint)')
restore
drop ecs
probe 2
expect_endpoint ecs fail tcp-timeout
expect_others pass
expect_json 'first(.findings[] | select(.subject == "ecs") | .hint) != $ARGS.positional[0]' "$of_the_instance"
