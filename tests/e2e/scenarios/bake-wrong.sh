# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Whatever makes an image wrong is a failure at every stage, each by a code of its own.

lab_up
image_up

# expect_wrong CODE REGEX OPTION...: exactly this is wrong.
expect_wrong() {
	bake --strict "${@:3}"
	expect_exit 1
	expect_verdict unhealthy
	expect_findings "fail:$1:image"
	expect_advice "$1:image" "$2"
	rm -rf "$IMAGE"
	image_up
}

image_file var/lib/ecs/data/agent.db state
expect_wrong bake-agent-state 'state in /var/lib/ecs/data/agent.db'
image_file var/lib/ecs/data/ecs_agent_data.json '{}'
expect_wrong bake-agent-state ecs_agent_data.json

# Found by hand, and its resolver is the build VPC's.
rm "$IMAGE/etc/resolv.conf"
image_file etc/resolv.conf 'nameserver 10.0.0.2'
expect_wrong bake-resolver-pinned '/etc/resolv.conf:1 names 10.0.0.2'
image_file etc/systemd/resolved.conf.d/10-build.conf $'[Resolve]\nDNS=10.0.0.2 169.254.169.253'
expect_wrong bake-resolver-pinned '10-build.conf:2 names 10.0.0.2 '
image_file etc/docker/daemon.json '{"dns": ["10.0.0.2"]}'
expect_wrong bake-resolver-pinned daemon.json:1

rm "$IMAGE/usr/bin/dockerd"
expect_wrong bake-no-docker 'no dockerd'
rm "$IMAGE/usr/libexec/amazon-ecs-init"
expect_wrong bake-no-ecs-init amazon-ecs-init
rm "$IMAGE/usr/lib/systemd/system/ecs.service"
expect_wrong bake-no-ecs-init 'no ecs.service'
: >"$IMAGE/var/cache/ecs/ecs-agent-v1.98.0.tar"
expect_wrong bake-no-agent-image 'ecs-agent.tar is missing or empty'
image_file var/cache/ecs/state 0
expect_wrong bake-no-agent-image 'state'
rm "$IMAGE/etc/systemd/system/multi-user.target.wants/ecs.service"
expect_wrong bake-unit-disabled 'ecs.service is not enabled'
ln -s /dev/null "$IMAGE/etc/systemd/system/docker.service"
expect_wrong bake-unit-disabled 'docker.service is masked'
cat /usr/share/ca-certificates/mozilla/Amazon_Root_CA_[123].crt >"$IMAGE/etc/ssl/certs/ca-certificates.crt"
expect_wrong bake-no-amazon-roots 'ca-certificates.crt lacks Amazon Root CA 4, Starfield Services Root'
rm "$IMAGE/etc/ssl/certs/ca-certificates.crt"
expect_wrong bake-no-amazon-roots 'no trust store'

image_file etc/ecs/ecs.config AWS_MAX_ATTEMPTS=three
expect_wrong bake-setting-refused '/etc/ecs/ecs.config:1: AWS_MAX_ATTEMPTS: expected a whole number'
image_file etc/ecs/ecs.config.json '{"DockerStopTimeout": 30}'
expect_wrong bake-setting-refused 'DockerStopTimeout is in nanoseconds'

image_file etc/ecs/ecs.config ECS_CLUSTER=green
expect_wrong bake-cluster-differs "sets the cluster 'green'; expected 'blue'" --expect-cluster blue
expect_wrong bake-cluster-differs "it is 'default'; expected 'blue'" --expect-cluster blue
image_file etc/ecs/ecs.config $'HTTP_PROXY=http://user:Geheim77@proxy.old.example:3128\nNO_PROXY=169.254.169.254'
expect_wrong bake-proxy-differs 'ecs.config sets HTTP_PROXY to http://proxy.old.example:3128' --expect-proxy http://proxy.new.example:3128
expect_secret Geheim77
image_file etc/systemd/system/docker.service.d/http-proxy.conf $'[Service]\nEnvironment="HTTPS_PROXY=http://proxy.old.example:3128" NO_PROXY=localhost'
expect_wrong bake-proxy-differs 'http-proxy.conf sets HTTPS_PROXY' --expect-proxy none
