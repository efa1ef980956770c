# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The environment names another Region than the metadata service, which is slow: what was begun for the former is dropped,
# and nothing of it is reported.

unbound_line 'log-queries: yes'
lab_up
imds_answers_after_dns ecs.eu-west-1
with_variables AWS_REGION=eu-west-1 -- probe 30
expect_exit 0
expect_findings warn:region-differs:instance
expect_plan
expect_json '.instance.region == "us-east-1" and .instance.source == "imds"'
