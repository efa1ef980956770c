# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# First boot: the unit waits for the end of cloud-init, and its file has a value that the next start ends of. That is a
# failure now, not after the boot; with the value corrected there is nothing to say.

agent unready
cloud_final_held
lab_up
expect_unit ecs.service 'inactive dead'
echo 'ECS_CHECKPOINT=false' >>/etc/ecs/ecs.config
probe 5
expect_exit 1
expect_verdict unhealthy
expect_finding fail:agent-setting-refused
expect_others pass
sed -i '/^ECS_CHECKPOINT/d' /etc/ecs/ecs.config
probe 5
expect_healthy
