# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A clock a hundred days ahead and no metadata service to compare it with: the certificates look expired.

imds closed
lab_up
shifted $((100 * 86400)) probe 4 --region us-east-1 --account 111122223333
expect_exit 1
expect_verdict unhealthy
expect_others fail tls-expired
expect_findings warn:imds-unreachable:instance warn:tls-expired:{logs,secretsmanager} \
	fail:tls-expired:{ecs,ecs-agent,ecs-telemetry,ecr.api,ecr.dkr,ecr.layers}
