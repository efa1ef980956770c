# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# The user data of packaging/cloud-init as a shell script, under a real cloud-init. The endpoint of ecs is closed at boot and
# opens while it waits; the agent, whose unit is ordered after cloud-init, starts then, with its configuration.

agent unready
cloud_init "$ROOT/packaging/cloud-init/user-data.sh"
boots_with refuse ecs
lab_up
cloud_init_waits 2
expect_unit ecs.service 'inactive dead'
same "the report meanwhile" 'unhealthy tcp-refused' "$(jq -r '"\(.verdict) \(.findings[] | select(.severity == "fail").code)"' "$BOOT_JSON")"
restore
cloud_init_ended
expect_text cloud-init '^status: done$'
expect_no_text cloud-init 'error'
expect_text cloud-init-output '^ecsprobe: try [0-9]+, [0-9.]+ s: healthy$'
expect_text cloud-init-output '^ecsprobe: exit status 0; the report is /var/lib/ecsprobe/boot.txt and boot.json$'
expect_verdict healthy
expect_json '.wait.tries >= 2 and all(.endpoints[]; .expect == "private" or .service == "ecr.layers")'
wait_agent_registered 30
expect_agent_running
same "its cluster" ECS_CLUSTER=my-cluster "$(agent_env | grep ECS_CLUSTER)"
# It ended well: nothing is told to the console.
same "verdicts on the console" 0 "$(grep -ac '^ecsprobe [A-Z]* ' "$LAB/log/machine")"
