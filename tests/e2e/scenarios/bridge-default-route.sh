# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The instance's interface is a port of a bridge that has the address and the default route, as libvirt makes it.
# This bridge is the way to the endpoints and shadows none.

lab_up
batch <<EOF
link add br0 address $ENI_MAC mtu 9001 type bridge stp_state 0 forward_delay 0
link set br0 up
address flush dev ens5
link set ens5 master br0
address add $ENI_IPV4/24 dev br0
route add default via 10.0.1.1 dev br0
route add $IMDS_IPV4/32 dev br0
EOF
probe 4
expect_healthy
expect_class vpc ecs ecr.api ecr.dkr
expect_json 'all(endpoint("ecs").addresses[]; .status == "pass")'
