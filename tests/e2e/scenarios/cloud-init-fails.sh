# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The same where the user data asks for it: cloud-init reports an error. The machine is up all the same.

systemd
cloud_init "$ROOT/packaging/cloud-init/cloud-config.yaml" 's/WAIT=300/WAIT=2/' 's/FAIL_BOOT=no/FAIL_BOOT=yes/'
boots_with refuse ecs
lab_up
cloud_init_ended
expect_text cloud-init '^status: error$'
expect_verdict unhealthy
expect_endpoint ecs fail tcp-refused
poll 30 unit_is multi-user.target 'active active'
expect_unit multi-user.target 'active active'
