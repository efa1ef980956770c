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
expect_endpoints warn api-policy-denied -- logs secretsmanager
expect_endpoint ssm fail api-policy-denied
expect_others pass
expect_findings warn:api-policy-denied:{logs,secretsmanager,ssm}
expect_advice api-policy-denied:logs 'logs:DescribeLogGroups'
expect_advice api-policy-denied:ssm 'every role'
# What is required fails where a statement denies it. Where none allows this one action, what tasks call may be allowed.
api_probe 8 --require logs
expect_exit 0
api_outcome logs endpoint-policy
api_probe 8 --require logs
expect_exit 1
expect_verdict unhealthy
expect_json '.findings | any(.code == "api-policy-denied" and .subject == "logs" and .severity == "fail")'
expect_json '.findings | any(.code == "api-policy-denied" and .subject == "secretsmanager" and .severity == "warn")'
