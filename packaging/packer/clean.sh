#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The last step of an ECS image: it removes what the build's own boot left behind. "ecsprobe --bake=final" checks the result.

# On an ECS-optimized AMI the agent runs during the build. Stop it before you remove its state.
if command -v systemctl >/dev/null && [ -d /run/systemd/system ]; then
	systemctl stop ecs.service 2>/dev/null
fi
# Keep the journal in memory from here on. Otherwise it would be back on disk before the snapshot.
if command -v journalctl >/dev/null && [ -d /run/systemd/journal ]; then
	journalctl --relinquish-var 2>/dev/null || systemctl stop systemd-journald.service 2>/dev/null
fi
rm -rf /var/lib/ecs/data/* /var/log/ecs/* /var/log/journal/*

if command -v cloud-init >/dev/null; then
	cloud-init clean --logs
fi
rm -rf /var/lib/cloud/* /var/log/cloud-init.log /var/log/cloud-init-output.log
: >/etc/machine-id
