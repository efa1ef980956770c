# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The VPC's nameserver has an address that Docker's bridge took for itself on this instance: no question leaves the host.

nameservers 172.17.0.2
lab_up
batch -n vpc <<<"address add 172.17.0.2/32 dev lo"
docker_bridge
probe 4
expect_exit 1
expect_verdict unhealthy
expect_findings fail:shadowed-address:system
expect_advice shadowed-address:system 'docker0.*enableDnsSupport and the network are not the cause'
