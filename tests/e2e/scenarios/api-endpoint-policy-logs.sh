# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Endpoint policies that refuse what only tasks need: they cut every role, also the tasks' own, which were not tested.

aws
agent
services ssm
api_outcome logs secretsmanager endpoint-policy-implicit
api_outcome ssm endpoint-policy
lab_up
api_probe 8 --service "$(IFS=, && echo "${SERVICES[*]}")" --optional logs,secretsmanager,ssm
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:api-policy-denied:{logs,secretsmanager,ssm}
expect_advice api-policy-denied:logs 'logs:DescribeLogGroups'
expect_advice api-policy-denied:ssm 'every role'
# What is required fails.
api_probe 8 --require logs
expect_exit 1
expect_verdict unhealthy
expect_json '.findings | any(.code == "api-policy-denied" and .subject == "logs" and .severity == "fail")'
expect_json '.findings | any(.code == "api-policy-denied" and .subject == "secretsmanager" and .severity == "warn")'
