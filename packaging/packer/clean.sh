#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The last thing done to an image for ECS: nothing of the build's own boot may be left in it. ecsprobe --bake=final checks it.

# On an ECS-optimized AMI the agent has started with the builder. It must stop before its state goes.
if command -v systemctl >/dev/null && [ -d /run/systemd/system ]; then
	systemctl stop ecs.service 2>/dev/null
fi
# From here on the journal is kept in memory, or it would be there again before the image is made.
if command -v journalctl >/dev/null && [ -d /run/systemd/journal ]; then
	journalctl --relinquish-var 2>/dev/null || systemctl stop systemd-journald.service 2>/dev/null
fi
rm -rf /var/lib/ecs/data/* /var/log/ecs/* /var/log/journal/*

if command -v cloud-init >/dev/null; then
	cloud-init clean --logs
fi
rm -rf /var/lib/cloud/* /var/log/cloud-init.log /var/log/cloud-init-output.log
: >/etc/machine-id
