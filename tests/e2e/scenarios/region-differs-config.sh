# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The agent's configuration names another Region than the metadata service: the agent goes where
# its configuration says, and so does the probe.

imds_value meta-data/placement/region us-west-2
lab_up
echo AWS_DEFAULT_REGION=us-east-1 >/etc/ecs/ecs.config
probe 4
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:region-differs:instance
expect_json '.instance.region == "us-east-1"'
