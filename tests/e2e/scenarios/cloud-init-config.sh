# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The same as cloud-config: the name of ecs-agent is not there at boot, and comes.

agent unready
cloud_init "$ROOT/packaging/cloud-init/cloud-config.yaml"
boots_with zone_mode ecs-agent always_nxdomain
lab_up
cloud_init_waits 2
expect_unit ecs.service 'inactive dead'
zone_mode ecs-agent transparent
cloud_init_ended
expect_text cloud-init '^status: done$'
expect_text cloud-init-output '^ecsprobe: exit status 0; the report is '
expect_verdict healthy
expect_json '.wait.tries >= 2'
wait_agent_registered 30
expect_agent_running
same "its cluster" ECS_CLUSTER=my-cluster "$(agent_env | grep ECS_CLUSTER)"
