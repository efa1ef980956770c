# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Which services are checked, and which of them must work, is the operator's choice.

lab_up
refuse ecr.dkr logs

probe 4 --service ecs,logs --require logs
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecs pass
expect_endpoint logs fail tcp-refused
expect_json '[.endpoints[] | {service, required}] == [{"service": "ecs", "required": true}, {"service": "logs", "required": true}]'
expect_findings fail:tcp-refused:logs

probe 4 --skip logs --optional ecr.dkr
expect_exit 0
expect_verdict degraded
expect_endpoint ecr.dkr fail tcp-refused
expect_json '.endpoints | length == 7 and all(.[]; .service != "logs")'
expect_findings warn:tcp-refused:ecr.dkr
