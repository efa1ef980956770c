# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Two of a company's nameservers beside the VPC's, with "options rotate": the company's answer that the private names do not
# exist, and that answer is final for Go and glibc alike.

nameservers "${ROUTE53[0]}" "$CORPORATE_DNS"
corporate_alone
corporate ecs 52.94.1.10
lab_up
echo 'options rotate timeout:1' >>/etc/resolv.conf
probe 4
expect_exit 1
expect_verdict unhealthy
expect_endpoints fail resolver-set-differs -- ecs ecs-agent ecs-telemetry ecr.api ecr.dkr ecr.layers logs secretsmanager
expect_findings fail:resolver-set-differs:{ecs,ecs-agent,ecs-telemetry,ecr.api,ecr.dkr,ecr.layers} \
	warn:resolver-set-differs:{logs,secretsmanager}
expect_advice resolver-set-differs:ecs-agent 'dns-nxdomain'
