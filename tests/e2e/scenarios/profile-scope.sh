# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Of some uses an instance sees a part only: the report says which part, and stays healthy.

profile mwaa exec
lab_up
probe 4 --profile mwaa --profile exec --expect private
expect_healthy
expect_note profile-scope mwaa
expect_note profile-scope exec
expect_advice profile-scope:mwaa 'not seen: .*route tables'
expect_advice profile-scope:exec 'as seen from the host network'
expect_json '[.findings[] | select(.code == "profile-scope") | .subject] == ["mwaa", "exec"]'
