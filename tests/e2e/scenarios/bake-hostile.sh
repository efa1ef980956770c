# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Links of the image lead into the image and nowhere else, a FIFO holds nobody up, and names with odd bytes are shown
# harmlessly. Who may not read the image does not call it good.

lab_up
image_up
mkdir -p /var/lib/ecs/data
: >/var/lib/ecs/data/agent.db
rm -r "$IMAGE/var/lib/ecs/data"
ln -s ../../../../../../../../../../var/lib/ecs/data "$IMAGE/var/lib/ecs/data"
ln -s ../../../../../../../../../../../var/lib/ecs/data "$IMAGE/var/lib/cloud"
rm "$IMAGE/etc/ecs/ecs.config"
mkfifo "$IMAGE/etc/ecs/ecs.config"
rm "$IMAGE/etc/machine-id"
ln -s machine-id "$IMAGE/etc/machine-id"
image_file $'etc/systemd/resolved.conf.d/\e[31m.conf' $'[Resolve]\nDNS=10.0.0.2'
bake -vv
expect_exit 1
expect_findings fail:bake-resolver-pinned:image fail:bake-unreadable:image
expect_advice bake-unreadable:image '/var/lib/ecs/data/agent.db \(Too many levels of symbolic links\)'
expect_printable
expect_ended_within 4

rm -rf "$IMAGE"
image_up
image_file etc/docker/daemon.json '{}'
chmod 700 "$IMAGE/var/lib/ecs" "$IMAGE/etc/docker"
chmod 777 "$OUT"
rm -f "$OUT"/report.*
PREFIX=(setpriv --reuid 65534 --regid 65534 --clear-groups)
bake
PREFIX=()
expect_exit 1
expect_findings fail:bake-unreadable:image
expect_advice bake-unreadable:image 'agent.db \(Permission denied\)'
