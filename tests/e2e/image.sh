# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An image for ECS, as a tree of files: good, until a scenario spoils it.

IMAGE=$LAB/image

# image_up: a good one, with the roots of Amazon as this machine's package of them has them.
image_up() {
	mkdir -p "$IMAGE"/{etc/{ecs,docker,ssl/certs,systemd/system/{multi-user,timers}.target.wants},usr/{bin,libexec,lib/systemd/system},var/{cache/ecs,lib/ecs/data,log/ecs}}
	image_file usr/bin/dockerd program
	image_file usr/libexec/amazon-ecs-init program
	image_file var/cache/ecs/ecs-agent-v1.98.0.tar archive
	# As the package makes it: a link that is only right below the root.
	ln -s /var/cache/ecs/ecs-agent-v1.98.0.tar "$IMAGE/var/cache/ecs/ecs-agent.tar"
	image_file var/cache/ecs/state 2
	: >"$IMAGE/etc/ecs/ecs.config"
	: >"$IMAGE/etc/machine-id"
	ln -s /run/systemd/resolve/resolv.conf "$IMAGE/etc/resolv.conf"
	cat /usr/share/ca-certificates/mozilla/{Amazon_Root_CA_,Starfield_Services_Root}*.crt >"$IMAGE/etc/ssl/certs/ca-certificates.crt"
	image_unit ecs.service multi-user
	# As Amazon Linux has it, as far as it matters.
	image_file usr/lib/systemd/system/docker.service '[Service]
EnvironmentFile=-/etc/sysconfig/docker
ExecStart=/usr/bin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock $OPTIONS'
	image_unit chronyd.service multi-user
	image_unit ecsprobe.timer timers
}

# image_file PATH TEXT
image_file() {
	mkdir -p "$(dirname "$IMAGE/$1")"
	printf '%s\n' "$2" >"$IMAGE/$1"
}

# image_unit UNIT TARGET: there, and enabled.
image_unit() {
	image_file "usr/lib/systemd/system/$1" '[Unit]'
	ln -s "/usr/lib/systemd/system/$1" "$IMAGE/etc/systemd/system/$2.target.wants/"
}

# bake [STAGE] OPTION...: the image is checked; the build network is the lab's.
bake() {
	local stage=build
	[[ ${1-} != @(build|final) ]] || { stage=$1 && shift; }
	probe 3 --bake="$stage" --root "$IMAGE" "$@"
}
