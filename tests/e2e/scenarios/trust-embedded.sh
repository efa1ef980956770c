# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A host without any trust store: the Amazon roots inside the binary count, and the lab's is none of them.

lab_up
rm -rf /etc/ssl /etc/pki
trust_host
probe 4
expect_exit 1
expect_verdict unhealthy
expect_others fail tls-untrusted
expect_findings warn:trust-store-embedded:instance fail:tls-untrusted:{ecs,ecs-agent,ecs-telemetry,ecr.api,ecr.dkr,ecr.layers} \
	warn:tls-untrusted:{logs,secretsmanager}
