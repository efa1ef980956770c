# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The commands beside the hints: filled in from what this instance knows, and each is one that the real AWS CLI takes. It
# reads them, and then finds no way to AWS.

needs aws

# by_aws COMMAND: what the CLI says of it, if anything else than that it took it.
by_aws() {
	local said
	said=$(HTTPS_PROXY=http://127.0.0.1:1 AWS_ACCESS_KEY_ID=AKIAEXAMPLE AWS_SECRET_ACCESS_KEY=none AWS_MAX_ATTEMPTS=1 \
		AWS_EC2_METADATA_DISABLED=true AWS_PAGER='' HOME=/nonexistent bash -c "$1" 2>&1 </dev/null | tr -s '\n' ' ')
	[[ ${said# } == 'Failed to connect to proxy URL: '* ]] || echo "$1: $said"
}
export -f by_aws
# taken_by_aws FILE: a command a line. The CLI takes its time to start.
taken_by_aws() {
	EXPECTATIONS=$((EXPECTATIONS + $(wc -l <"$1")))
	said=$(xargs -d '\n' -P 4 -I COMMAND bash -c 'by_aws "$1"' - COMMAND <"$1")
	[[ ! $said ]] || fail "$said"
}

lab_up
drop ecr.api
drop ecr.dkr

# A command that it does not take is told apart.
[[ $(by_aws 'aws ec2 describe-vpc-endpoints --region us-east-1 --filters Nmae=vpc-id,Values=x') == *Nmae* ]] ||
	fail "the AWS CLI takes a parameter that does not exist"

# Whatever a reader may be shown.
"$BINARY" --list-codes | cut -d ' ' -f 1 >"$OUT/codes"
while read -r code; do "$BINARY" --explain "$code"; done <"$OUT/codes" | sed -n 's/^  \(aws .*\)/\1/p' | sort -u >"$OUT/commands"
same "more than a few commands" yes "$([[ $(wc -l <"$OUT/commands") -ge 15 ]] && echo yes)"
taken_by_aws "$OUT/commands"

# Of a run: the security group of the endpoint of ecr.api and ecr.dkr swallows what comes.
probe 5
expect_exit 1
expect_findings fail:tcp-timeout:{ecr.api,ecr.dkr}
commands=$(from_report '[.findings[] | select(.code == "tcp-timeout") | .commands | join("\n")] | unique | join("\n")')
same "the commands" "aws ec2 describe-vpc-endpoints --region us-east-1 --filters Name=vpc-id,Values=vpc-0123456789abcdef0 \
Name=service-name,Values=com.amazonaws.us-east-1.ecr.api,com.amazonaws.us-east-1.ecr.dkr
aws ec2 describe-security-groups --region us-east-1 --filters Name=vpc-id,Values=vpc-0123456789abcdef0
aws ec2 describe-network-acls --region us-east-1 --filters Name=association.subnet-id,Values=subnet-0123456789abcdef0" "$commands"
while read -r command; do
	expect_text report.txt "^     ${command//./\\.}\$"
done <<<"$commands"
echo "$commands" >"$OUT/commands"
taken_by_aws "$OUT/commands"

# Without the metadata service what is not known is named, and nothing is made up.
probe 5 --region us-east-1 --imds-endpoint off
expect_text report.txt 'Values=SUBNET_ID  # not known here: SUBNET_ID$'
