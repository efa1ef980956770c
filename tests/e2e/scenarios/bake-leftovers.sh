# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What a build leaves behind is a warning or a note while it lasts, and a failure at its end. What only may be wanted never
# fails.

lab_up
image_up
image_file var/lib/cloud/instances/i-0123456789abcdef0/obj.pkl x
image_file etc/machine-id 0123456789abcdef0123456789abcdef
image_file var/log/ecs/ecs-agent.log x
image_file etc/ecs/ecs.config $'ECS_CLUSTER=blue\nHTTP_PROXY=http://proxy.example:3128/\nNO_PROXY=169.254.169.254'
image_file var/lib/ecs/ecs.config ECS_CLUSTRE=blue
rm "$IMAGE"/etc/systemd/system/*.wants/{chronyd.service,ecsprobe.timer}

bake
expect_exit 0
expect_verdict degraded
expect_findings warn:bake-cloud-init-leftovers:image warn:bake-machine-id:image warn:bake-setting-unproven:image warn:bake-no-clock-service:image
expect_note bake-logs image
expect_note bake-config-filled image
expect_note bake-own-units image
expect_advice bake-config-filled:image 'ecs.config sets ECS_CLUSTER; .*ecs.config sets HTTP_PROXY'
bake --strict
expect_exit 2
bake final
expect_exit 1
expect_verdict unhealthy
expect_findings fail:bake-{cloud-init-leftovers,machine-id,logs,config-filled}:image warn:bake-setting-unproven:image warn:bake-no-clock-service:image
expect_note bake-own-units image

# What is expected needs no word.
bake final --expect-cluster blue --expect-proxy http://proxy.example:3128
expect_findings fail:bake-{cloud-init-leftovers,machine-id,logs}:image warn:bake-setting-unproven:image warn:bake-no-clock-service:image
expect_json '.findings | all(.code != "bake-config-filled")'
