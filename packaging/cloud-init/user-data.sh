#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# User data of an ECS container instance: configures the agent, then waits until the endpoints can be reached.
#
# The agent's unit is ordered after cloud-init, so it starts when this is over and finds its configuration. Nothing in here
# may start, restart or wait for ecs.service: it would wait for itself.
# ecsprobe must be in the image (package, or bake it in). Afterwards, at a login:
#	cat /var/lib/ecsprobe/boot.txt; jq . /var/lib/ecsprobe/boot.json; less /var/log/cloud-init-output.log

CLUSTER=my-cluster
EXPECT=private # private, public or any: the path that the endpoints must have
WAIT=300       # seconds; so long the agent's start is put off at most
FAIL_BOOT=no   # yes: cloud-init reports an error where the endpoints did not come

mkdir -p /etc/ecs /var/lib/ecsprobe
echo "ECS_CLUSTER=$CLUSTER" >>/etc/ecs/ecs.config

ecsprobe --wait "$WAIT" --expect "$EXPECT" -o brief=/var/lib/ecsprobe/boot.brief \
	-o text=/var/lib/ecsprobe/boot.txt -o json=/var/lib/ecsprobe/boot.json
status=$?
# The console is all that is left of an instance that nobody can log in to:
# aws ec2 get-console-output --latest --output text --instance-id ...
if [ "$status" -ne 0 ] && [ -w /dev/console ]; then
	cat /var/lib/ecsprobe/boot.brief >/dev/console
fi

echo "ecsprobe: exit status $status; the report is /var/lib/ecsprobe/boot.txt and boot.json"
if [ "$status" -ne 0 ] && [ "$FAIL_BOOT" = yes ]; then
	exit "$status"
fi
exit 0
