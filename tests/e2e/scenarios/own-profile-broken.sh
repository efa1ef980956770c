# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# One line of a profile file cannot be read: nothing is probed with half a profile, every output says so, and those
# who did not ask for this profile are not stopped.

lab_up
own_profile payments 'service = logs' 'host = db.payments.internal:5432/tcp privat'
own_profile other 'service = logs'
probe 4 --profile ecs,payments
expect_exit 78
expect_verdict unknown
expect_json '.endpoints == []'
expect_text stderr "payments.conf:2: found 'privat', expected required, optional, private, public or any"
expect_text report.txt "payments.conf:2: found 'privat'"
own_profile payments 'service = logs' 'service = lgos'
probe 4 --profile payments
expect_exit 78
expect_verdict unknown
expect_text stderr "payments.conf:2: found 'lgos', expected a service"
probe 4 --profile payments --restart-agent --dry-run
expect_exit 78
expect_json '.action.kind == "defer"'
probe 4 --profile ecs,other
expect_healthy
probe 4
expect_healthy
