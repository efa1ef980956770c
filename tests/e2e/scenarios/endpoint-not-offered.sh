# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Batch has no endpoint in Jakarta: its name is public there, which is as it should be as long as something leads to
# it; and no one is told to create an endpoint.

region ap-southeast-3
nat on
profile batch
public batch
lab_up
probe 4 --profile batch --expect private
expect_healthy
expect_class public batch
expect_note endpoint-not-offered batch
drop batch
probe 4 --profile batch --expect private
expect_exit 1
expect_verdict unhealthy
expect_endpoint batch fail tcp-timeout
expect_others pass
expect_findings fail:tcp-timeout:batch
expect_advice tcp-timeout:batch 'no interface endpoint for this name'
