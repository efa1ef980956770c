# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --fips where the endpoints cover the plain names only.

nat on
fips_names
lab_up
uncovered=(ecs logs secretsmanager ecr.api ecr.dkr)
probe 4 --fips
expect_exit 0
expect_verdict degraded
expect_endpoints warn plain-name-only -- "${uncovered[@]}"
expect_others pass
expect_class public "${uncovered[@]}"
expect_findings "${uncovered[@]/#/warn:plain-name-only:}"
for service in "${uncovered[@]}"; do
	expect_json 'endpoint($ARGS.positional[0]).host == $ARGS.positional[1]' "$service" "${HOST[$service-fips]}"
done
probe 4 --fips --expect private
expect_exit 1
expect_endpoints fail plain-name-only -- "${uncovered[@]}"
expect_others pass
