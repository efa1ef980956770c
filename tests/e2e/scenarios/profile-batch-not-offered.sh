# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Osaka has no endpoint for Batch: there that name is public as it should be, whatever is expected of the others.

region ap-northeast-3
nat on
profile batch
public batch
lab_up
probe 4 --profile batch --expect private
expect_exit 0
expect_verdict healthy
expect_others pass
expect_plan
expect_class public batch
expect_findings
expect_note endpoint-not-offered batch
expect_json 'endpoint("batch").endpoint_service == null'
