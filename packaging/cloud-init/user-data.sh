#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# User data of an ECS container instance: configures the agent, then waits until the endpoints can be reached.
#
# The agent's unit is ordered after cloud-init, so it starts after this script and finds its configuration. Do not start,
# restart or wait for ecs.service here: it would wait for itself.
# The image must contain ecsprobe (install the package when you build it). To see the result after a login:
#	cat /var/lib/ecsprobe/boot.txt; jq . /var/lib/ecsprobe/boot.json; less /var/log/cloud-init-output.log

CLUSTER=my-cluster
EXPECT=private # private, public or any: the path that you expect
WAIT=300       # seconds: the longest delay of the agent's start
FAIL_BOOT=no   # yes: cloud-init reports an error if the endpoints do not work

mkdir -p /etc/ecs /var/lib/ecsprobe
echo "ECS_CLUSTER=$CLUSTER" >>/etc/ecs/ecs.config

ecsprobe --wait "$WAIT" --expect "$EXPECT" -o brief=/var/lib/ecsprobe/boot.brief \
	-o text=/var/lib/ecsprobe/boot.txt -o json=/var/lib/ecsprobe/boot.json
status=$?
# If you cannot log in, read the console:
# aws ec2 get-console-output --latest --output text --instance-id ...
if [ "$status" -ne 0 ] && [ -w /dev/console ]; then
	cat /var/lib/ecsprobe/boot.brief >/dev/console
fi

echo "ecsprobe: exit status $status; the report is /var/lib/ecsprobe/boot.txt and boot.json"
if [ "$status" -ne 0 ] && [ "$FAIL_BOOT" = yes ]; then
	exit "$status"
fi
exit 0
