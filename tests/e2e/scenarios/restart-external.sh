# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# ECS Anywhere: there is no metadata service, and nobody misses it.

agent
imds absent
services ssm ssmmessages
machine_config ECS_EXTERNAL=true AWS_DEFAULT_REGION="$REGION"
lab_up
remember_agent
always --account "$ACCOUNT"
expect_restarted asked
