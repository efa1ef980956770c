# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A profile file of the user's own, beside the built-in one: services, a database, another account's registry.

own_host
lab_up
database 5432
other=000000000000.dkr.ecr.$SUFFIX
own_profile payments '# the payments team' '' 'service = logs private' 'service = ecs optional' \
	"host = $OWN_HOST:5432/tcp private" "host = $other any optional"
probe 4 --profile ecs,payments
expect_exit 0
expect_verdict healthy
expect_endpoints pass -- "$OWN_HOST:5432" "$other"
expect_others pass
expect_findings
expect_json 'endpoint("logs") | .required and .expect == "private"'
expect_json 'endpoint("ecs") | .required'
expect_json 'endpoint("'"$OWN_HOST"':5432") | .required and .tcp_only and .expect == "private"'
expect_json 'endpoint("'"$other"'") | (.required or .tcp_only) | not'

probe 4 --profile payments --skip ecs
expect_exit 0
expect_json '[.endpoints[].service] | sort == $ARGS.positional' "$other" "$OWN_HOST:5432" logs

ecsprobe --list --all-profiles --region "$REGION" -o "json=$OUT/plan.json"
expect_exit 0
same 'where the database is from' /etc/ecsprobe/profiles.d/payments.conf \
	"$(jq -r --arg host "$OWN_HOST" '.endpoints[] | select(.host == $host) | .source' "$OUT/plan.json")"

ecsprobe --profile paymenst
expect_exit 64
expect_text stderr "found 'paymenst', expected one of ecs, .*auto, or a file paymenst.conf"
