# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The lab's AWS is no AWS: two of AWS's own SDKs, the one in the AWS CLI and botocore, get from it what AWS gives, and are
# refused as AWS refuses. They find the role's credentials by themselves, in the lab's metadata service.
# limit: 300 s

needs aws
aws
services ssm sts
lab_up
discover=(aws ecs discover-poll-endpoint --cluster prod)
expect_sdk "an endpoint" '"endpoint": "https://ecs-a\.us-east-1\.amazonaws\.com/' "${discover[@]}"
expect_sdk "a token" '"authorizationToken": "QVdTO' aws ecr get-authorization-token
expect_sdk "who it is" 'assumed-role/ecsInstanceRole' env AWS_STS_REGIONAL_ENDPOINTS=regional aws sts get-caller-identity
expect_sdk "a user's own keys" '"endpoint":' env AWS_ACCESS_KEY_ID="$USER_KEY" AWS_SECRET_ACCESS_KEY="$USER_SECRET" "${discover[@]}"
api_outcome ecs endpoint-policy
expect_sdk "a denial" 'AccessDeniedException.*ecs:DiscoverPollEndpoint on resource: \* with an explicit deny in a VPC endpoint policy' \
	"${discover[@]}"

# says CASE REGEX...: asks botocore all of these, and the answer to each.
says() {
	local cases=() number word
	for ((number = 1; number < $#; number += 2)); do cases+=("${!number}"); done
	sdk "$E2E/servers/awsclient.py" "$LAB/aws.mode" "${cases[@]}" >"$OUT/sdk" 2>"$OUT/sdk.stderr"
	same "answers to botocore" "${#cases[@]}" "$(wc -l <"$OUT/sdk")"
	for ((number = 2; number <= $#; number += 2)); do
		word=$((number - 1))
		expect_text sdk "^${!word}: ${!number}"
	done
}

me="User: $ROLE_ARN is not authorized to perform:"
says ecs 'ok endpoint serviceConnectEndpoint telemetryEndpoint$' ecr.api 'ok authorizationData$' logs 'ok logGroups$' \
	secretsmanager 'ok SecretList$' ssm 'ok Parameters$' sts 'ok Account Arn UserId$' \
	ecs=identity "AccessDeniedException 400 $me ecs:DiscoverPollEndpoint on resource: \* because no identity-based policy allows" \
	ecr.api=scp "AccessDeniedException 400 $me ecr:GetAuthorizationToken on resource: \* with an explicit deny in a service control" \
	logs=endpoint-policy-implicit "AccessDeniedException 400 $me logs:.* because no VPC endpoint policy allows the logs:Desc" \
	secretsmanager=boundary "AccessDeniedException 400 $me secretsmanager:ListSecrets because no permissions boundary allows" \
	ssm=plain "AccessDeniedException 400 $me ssm:DescribeParameters on resource: arn:aws:ssm:us-east-1:$ACCOUNT:\*$" \
	sts=endpoint-policy "AccessDenied 403 $me sts:GetCallerIdentity with an explicit deny in a VPC endpoint policy$" \
	ecs=expired 'ExpiredTokenException 400' sts=expired 'ExpiredToken 403' ecs=throttled 'ThrottlingException 400 Rate exceeded' \
	ecs=500 'ServerException 500' ecs=502 '502 502' ecs=reset 'ConnectionClosedError' ecs=garbage 'unreadable'
says ecs/none 'ok ' ecs/query 'ok ' ecs/four-minutes-ahead 'ok ' \
	ecs/hour-ahead 'InvalidSignatureException 400 Signature not yet current: .* is still later than .* \+ 5 min' \
	ecs/hour-behind 'InvalidSignatureException 400 Signature expired: .* is now earlier than .* - 5 min' \
	ecs/six-minutes-behind 'InvalidSignatureException 400 Signature expired' \
	ecs/other-key 'UnrecognizedClientException 400' ecs/other-secret 'InvalidSignatureException 400 The request signature' \
	ecs/other-token 'UnrecognizedClientException 400' ecs/no-token 'UnrecognizedClientException 400' \
	ecs/body 'InvalidSignatureException 400 The request signature' ecs/unsigned-header 'InvalidSignatureException 400 .x-amz-foo' \
	ecs/signature 'InvalidSignatureException 400 The request signature' ecs/host-unsigned 'InvalidSignatureException 400 .host' \
	ecs/unsorted 'InvalidSignatureException' ecs/scope-day 'InvalidSignatureException 400 Date in Credential scope' \
	ecs/other-region 'InvalidSignatureException 400 .*valid region' ecs/other-service 'InvalidSignatureException 400 .*correct serv' \
	ecs/no-date 'IncompleteSignatureException 400' ecs/basic 'IncompleteSignatureException 400' \
	ecs/no-authorization 'MissingAuthenticationTokenException 400' ecs/target 'UnknownOperationException 400' \
	ecs/content-type 'UnknownOperationException 400' ecs/not-json 'SerializationException 400' ecs/not-a-structure 'SerializationException'

# What is not signed: the registry and the bucket of the layers. The token of ECR opens the registry.
layers=(curl -sS --cacert "$CA" "https://${HOST[ecr.layers]}/")
expect_sdk "the bucket" '<Code>AccessDenied</Code>' "${layers[@]}"
api_outcome ecr.layers truncated
expect_sdk "half of it" '\(18\)' "${layers[@]}"
registry=(curl -s -D - --cacert "$CA" "https://${HOST[ecr.dkr]}/v2/")
expect_sdk "the registry" '^Www-Authenticate: Basic realm="https://111122223333\.dkr\.ecr\.us-east-1\.amazonaws\.com/",service="ecr\.amaz' \
	"${registry[@]}"
token=$(sdk aws ecr get-authorization-token --query 'authorizationData[0].authorizationToken' --output text)
expect_sdk "the registry with the token" '^HTTP/1.1 200' "${registry[@]}" -H "Authorization: Basic $token"
expect_sdk "the registry with another" '"code": "DENIED"' "${registry[@]}" -H 'Authorization: Basic QVdTOng='

# Who does not come in by the endpoint is sent to numbered hosts, and no endpoint policy speaks.
api_outcome ecs endpoint-policy
answers_now ecs "${PUBLIC[ecs]}"
restore
expect_sdk "a numbered host" '"endpoint": "https://ecs-a-1\.us-east-1\.amazonaws\.com/' "${discover[@]}"
