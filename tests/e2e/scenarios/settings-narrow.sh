# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What a file of settings leaves out is told in the report, and the command line beats it.

lab_up
mkdir -p /etc/ecsprobe
echo 'skip = ecs-telemetry,logs' >/etc/ecsprobe/ecsprobe.conf
probe 4
expect_exit 0
expect_json '[.findings[] | select(.code == $ARGS.positional[0]) | .severity] == ["note"]' narrowed-by-settings
same 'skipped' 0 "$(jq '[.endpoints[] | select(.service == "logs" or .service == "ecs-telemetry")] | length' "$OUT/report.json")"
probe 4 --require ecs-telemetry
expect_exit 0
expect_endpoint ecs-telemetry pass
expect_json '[.findings[] | select(.code == $ARGS.positional[0]) | .severity] == ["note"]' narrowed-by-settings
drop ecs-telemetry
probe 4 --require ecs-telemetry
expect_exit 1
expect_findings fail:tcp-timeout:ecs-telemetry
