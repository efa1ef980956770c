# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# --fips where there are endpoints of their own for the FIPS names.

profile mwaa
fips_names
covered=(airflow.api airflow.env airflow.ops ecr.api ecr.dkr logs monitoring sqs kms)
private "${covered[@]/%/-fips}"
lab_up
probe 4 --profile mwaa --fips --expect private
expect_healthy
expect_class vpc "${covered[@]}"
for service in "${covered[@]}" s3; do
	expect_json 'endpoint($ARGS.positional[0]).host == $ARGS.positional[1]' "$service" "${HOST[$service-fips]}"
done
