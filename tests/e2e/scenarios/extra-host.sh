# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A host that is in no catalog, named on the command line: here another account's registry.

lab_up
other=000000000000.dkr.ecr.us-east-1.amazonaws.com
probe 4 --host "$other"
expect_exit 0
expect_verdict healthy
expect_endpoint "$other" pass
expect_others pass
expect_class vpc "$other"
expect_findings
