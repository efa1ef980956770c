# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Somebody made a directory of /etc/hosts: what it would say is not known.

lab_up
rm /etc/hosts
mkdir /etc/hosts
probe 4
expect_exit 0
expect_verdict degraded
expect_others pass
expect_findings warn:config-invalid:instance
expect_advice config-invalid:instance /etc/hosts
