# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Addresses: several of them, some of which do not work. Go tries one after the other, for a share of its time each.

all='ecs ecs-agent ecr.api ecr.dkr'
situation path-plain "$all"
situation path-refused "$all" 'refused_path ecs ecs-agent ecr.api ecr.dkr'
situation path-first-refused ecs 'leads ecs 10.0.1.10 10.0.2.10' 'refused_path 10.0.1.10'
situation path-second-refused ecs 'leads ecs 10.0.1.10 10.0.2.10' 'refused_path 10.0.2.10'
situation path-unreachable ecs 'unreachable ecs; TOUCHED=1'
situation path-first-unreachable ecs 'leads ecs 10.0.1.10 10.0.2.10' 'unreachable 10.0.1.10; TOUCHED=1'
situation path-one-address ecs 'leads ecs 10.0.1.10'
situation path-eight-addresses ecs 'leads ecs 10.0.1.10 10.0.2.10 10.99.1.10 10.99.2.10'
situation path-nodata ecs 'leads ecs'
situation path-v6-only ecs 'leads ecs 2001:db8::10'
situation path-v6-and-v4 ecs 'leads ecs 2001:db8::10 10.0.1.10'
situation path-loopback ecs 'leads ecs 127.0.0.1'
situation path-zero ecs 'leads ecs 0.0.0.0'
situation path-loopback-and-good ecs 'leads ecs 127.0.0.1 10.0.1.10'
situation path-link-local ecs 'leads ecs 169.254.1.1'
situation path-broadcast ecs 'leads ecs 255.255.255.255'
situation path-multicast ecs 'leads ecs 224.0.0.1'
situation path-other-endpoint ecs 'leads ecs 10.0.1.13'
situation path-other-endpoint-and-good ecs 'leads ecs 10.0.1.13 10.0.1.10'
situation path-dns-server ecs 'leads ecs 10.0.0.2'
