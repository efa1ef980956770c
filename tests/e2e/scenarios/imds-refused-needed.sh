# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The same where the service was turned off (HttpEndpoint), and where something else answers at its address.

agent
machine_config AWS_DEFAULT_REGION="$REGION"
lab_up
imds_mode '{"status": 403}'
probe 6
expect_exit 1
expect_findings fail:imds-disabled:instance
imds_mode '{"garbage": true}'
probe 6
expect_exit 1
expect_findings fail:imds-bad-answer:instance
# It comes later than a plan waits for, and in time.
imds_mode '{"token_delay_ms": 800}'
probe 6
expect_healthy
