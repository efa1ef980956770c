# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The endpoint of ecs-telemetry never comes: the boot goes on, the agent starts, and the report says why.

agent unready
cloud_init "$ROOT/packaging/cloud-init/user-data.sh" 's/^WAIT=300/WAIT=4/'
boots_with refuse ecs-telemetry
lab_up
cloud_init_ended
expect_text cloud-init '^status: done$'
expect_text cloud-init-output '^ecsprobe: try [0-9]+, .*tcp-refused \(ecs-telemetry\); the 4 s of --wait ran out$'
expect_text cloud-init-output '^ecsprobe: exit status 1; the report is '
expect_verdict unhealthy
expect_endpoint ecs-telemetry fail tcp-refused
expect_others pass
poll 30 unit_is ecs.service 'active running'
expect_unit ecs.service 'active running'
poll 30 unit_is multi-user.target 'active active'
expect_unit multi-user.target 'active active'
# What the console has of it, for one who cannot log in.
tr -d '\r' <"$LAB/log/machine" | sed -n '/^ecsprobe UNHEALTHY /,/^all of it: /p' >"$OUT/console"
lines=$(wc -l <"$OUT/console")
((lines > 3 && lines <= 20)) || fail "$lines lines on the console"
expect_text console '^FAIL tcp-refused ecs-telemetry: '
expect_text console '^  -> '
