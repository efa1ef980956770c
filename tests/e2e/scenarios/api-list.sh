# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --api --list says what would be called, and which IAM actions that needs: as text, and as a policy document. Nothing is sent.

needs strace
lab_up
options=(--region us-east-1 --account 111122223333 --list)
E2E_WRAP="strace -f -qq -e trace=socket,connect,sendto -o $OUT/trace" ecsprobe "${options[@]}" --api
expect_exit 0
expect_no_text trace AF_INET
actions='ecr:GetAuthorizationToken ecs:DiscoverPollEndpoint logs:DescribeLogGroups secretsmanager:ListSecrets'
for action in $actions; do expect_text stdout "$action"; done
ecsprobe "${options[@]}" --api -o json
expect_exit 0
same "actions of the policy" "$actions" "$(jq -r '[.. | objects | select(.Version == "2012-10-17") | .Statement[] |
	select(.Effect == "Allow") | .Action | if type == "array" then .[] else . end] | unique | join(" ")' "$OUT/stdout")"
# What nobody needs a permission for makes no policy that IAM would take.
ecsprobe "${options[@]}" --service ecr.dkr,ecr.layers --api -o json
expect_exit 64
same "the document" "" "$(<"$OUT/stdout")"
expect_text stderr 'there is no policy to write'
ecsprobe "${options[@]}" --service ecr.dkr --api
expect_exit 0
expect_text stdout 'ecr:registry.*needs no permission'
ecsprobe "${options[@]}"
for action in $actions; do expect_no_text stdout "$action"; done
