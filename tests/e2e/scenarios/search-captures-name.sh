# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# resolv.conf has ndots:5 and a search list, as for Kubernetes, and a domain of that list has a wildcard record: it wins
# over each name with fewer than five dots.

unbound_line 'local-zone: "trap.example." redirect'
unbound_line 'local-data: "trap.example. 60 IN A 10.0.9.9"'
lab_up
echo 'search ec2.internal trap.example' >>/etc/resolv.conf
probe 3
expect_healthy
echo 'options ndots:5' >>/etc/resolv.conf
probe 3
expect_exit 1
expect_verdict unhealthy
expect_endpoint ecr.dkr pass
expect_others fail search-captures-name
expect_advice search-captures-name:ecs 'ecs\.us-east-1\.amazonaws\.com\.trap\.example.*10\.0\.9\.9'
sed -i 's/ trap.example//' /etc/resolv.conf
probe 3
expect_healthy
