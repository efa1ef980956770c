# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Credentials of the environment come first, then those of a container, then the instance's role, as in AWS's SDKs; a
# container's endpoint is only asked where the SDKs ask it.

aws
lab_up
container_credentials 169.254.170.2:80 /v2/credentials/0e5c7000
container_credentials 127.0.0.1:51700 /role bearer-canary-7391
user=(AWS_ACCESS_KEY_ID="$USER_KEY" AWS_SECRET_ACCESS_KEY="$USER_SECRET")
relative=AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/credentials/0e5c7000
full=AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:51700/role
echo bearer-canary-7391 >"$LAB/token"

# by SOURCE USER VARIABLE...: who AWS thinks has called. Whoever is no instance role says nothing of the agent's permission.
by() {
	with_variables "${@:3}" -- api_probe 6
	expect_exit 0
	if [[ $1 == instance-role ]]; then
		expect_healthy
	else
		expect_verdict degraded
		expect_endpoint ecs warn api-credentials
		expect_others pass
		expect_findings warn:api-credentials:ecs
		expect_advice api-credentials:ecs 'not tested'
	fi
	expect_json '.api.credentials.source == $ARGS.positional[0]' "$1"
	expect_call ecs '.status == 200 and (.user | endswith("'"$2"'"))'
	expect_secret canary-7391
	expect_secret CANARY
}
by instance-role assumed-role/ecsInstanceRole/i-0123456789abcdef0
by environment user/lab "${user[@]}" "$relative"
by environment assumed-role/task/lab AWS_ACCESS_KEY_ID="$TASK_KEY" AWS_SECRET_ACCESS_KEY="$TASK_SECRET" AWS_SESSION_TOKEN="$ROLE_TOKEN"
by container assumed-role/task/lab "$relative"
by container assumed-role/task/lab "$full" AWS_CONTAINER_AUTHORIZATION_TOKEN=bearer-canary-7391
by container assumed-role/task/lab "$full" AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE="$LAB/token"

# refused_by HINT VARIABLE...: there is an endpoint, and it gives nothing: no other credentials are taken in its place.
refused_by() {
	with_variables "${@:2}" -- api_probe 6
	expect_advice api-credentials:instance "$1"
	expect_json '.api.credentials | .source == "none" and .tried != "instance-role"'
	expect_json '.verdict != "healthy"'
	same "signed calls" 0 "$(calls 'map(select(.user != null and (.user | test("assumed-role|user/")))) | length')"
	expect_secret canary-7391
}
refused_by "a task that has ended" "$full" AWS_CONTAINER_AUTHORIZATION_TOKEN=another
refused_by "a task that has ended" AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/credentials/another
# No credentials over plain HTTP from anywhere.
refused_by "ECS and EKS set" "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://${PRIVATE[ecs]%% *}/role"
refused_by "51679" AWS_CONTAINER_CREDENTIALS_FULL_URI=http://127.0.0.1:51701/role
refused_by "Set both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY" AWS_ACCESS_KEY_ID="$USER_KEY"
# Keys that AWS does not know: the advice is about the environment, not about the role.
with_variables AWS_ACCESS_KEY_ID="$USER_KEY" AWS_SECRET_ACCESS_KEY=another-7391-secret -- api_probe 6
expect_advice api-credentials:instance 'The keys in AWS_ACCESS_KEY_ID'
expect_secret another-7391
