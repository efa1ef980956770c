# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# resolv.conf was copied from a machine of another VPC: 10.77.0.2 answers nobody here.

nameservers 10.77.0.2
lab_up
probe 2
expect_exit 1
expect_verdict unhealthy
expect_others fail dns-timeout
expect_findings fail:dns-timeout:system
expect_advice dns-timeout:system "another VPC's resolver|resolver of another VPC"
