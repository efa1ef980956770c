# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# After aws/amazon-ecs-agent#294: an image pins the nameserver of the VPC that it was made in for every container, in each of
# the places where dockerd can be told.

lab_up
image_up
bake
expect_exit 0
expect_no_finding bake-resolver-pinned

pinned_by() { # PATH LINE
	bake
	expect_exit 1
	expect_findings fail:bake-resolver-pinned:image
	expect_advice bake-resolver-pinned:image "/$1:$2 names 10\\.0\\.0\\.2"
	rm "$IMAGE/$1"
}
image_file etc/sysconfig/docker 'OPTIONS="--default-ulimit nofile=32768:65536 --dns 10.0.0.2"'
pinned_by etc/sysconfig/docker 1
image_file etc/systemd/system/docker.service.d/dns.conf '[Service]
ExecStart=
ExecStart=/usr/bin/dockerd -H fd:// --dns=10.0.0.2'
pinned_by etc/systemd/system/docker.service.d/dns.conf 3
image_file etc/docker/daemon.json '{"dns": ["10.0.0.2"]}'
pinned_by etc/docker/daemon.json 1
# The unit of Amazon Linux does not read it; where no unit says otherwise, an init script does.
image_file etc/default/docker 'DOCKER_OPTS="--dns 10.0.0.2 --dns-search corp.example"'
bake
expect_no_finding bake-resolver-pinned
rm "$IMAGE/usr/lib/systemd/system/docker.service"
pinned_by etc/default/docker 1
