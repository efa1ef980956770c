# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A certificate whose subject would clear the operator's screen: no control character reaches any output.

tls ecr.api hostile
lab_up
probe 4 -v
expect_exit 1
expect_endpoint ecr.api fail tls-wrong-host
expect_others pass
expect_json 'endpoint("ecr.api").addresses[0].tls.subject | test("evil") and (explode | all(. >= 32 and . != 127))'
for file in report.txt report.json stdout stderr; do
	expect_no_text "$file" $'\e|\a'
done
