# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The lab's AWS is no AWS: two of AWS's own SDKs, the one in the AWS CLI and botocore, get from it what AWS gives, and are
# refused as AWS refuses. They find the role's credentials by themselves, in the lab's metadata service.

needs aws
aws
services ssm sts
lab_up
discover=(aws ecs discover-poll-endpoint --cluster prod)
expect_sdk "an endpoint" '"endpoint": "https://ecs-a\.us-east-1\.amazonaws\.com/' "${discover[@]}"
expect_sdk "a token" '"authorizationToken": "QVdTO' aws ecr get-authorization-token
expect_sdk "log groups" '"logGroups": \[\]' aws logs describe-log-groups --limit 1 --no-paginate
expect_sdk "secrets" '"SecretList": \[\]' aws secretsmanager list-secrets --max-results 1 --no-paginate
expect_sdk "parameters" '"Parameters": \[\]' aws ssm describe-parameters --max-results 1 --no-paginate
expect_sdk "who it is" 'assumed-role/ecsInstanceRole' env AWS_STS_REGIONAL_ENDPOINTS=regional aws sts get-caller-identity
expect_sdk "the bucket" 'Forbidden|AccessDenied' env curl -s --cacert "$CA" "https://${HOST[ecr.layers]}/"
