# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# An agent that somebody's restart left down: with the file as it is, it is not started; once the file is right, it is.

# shellcheck source=/dev/null
source "$ROOT/tests/real-agent/lab.sh"
real_agent
lab_up
wait_agent_registered 60 || { machine_show >&2; lab_error "the agent does not register"; }
before=$(agent_arn)
put ECS_CLUSTER elsewhere
always
expect_action defer cluster-differs
expect_agent_running
force
same "what another cluster ends with" 5 "$ENDED"
poll 10 unit_is "$AGENT_UNIT" 'failed failed'
put ECS_CONTAINER_INSTANCE_TAGS '{"cost":1}'
if_stale
expect_action defer config-would-fail
expect_unit "$AGENT_UNIT" 'failed failed'
put ECS_CLUSTER -
if_stale
expect_exit 0
expect_action start-unit not-running restarted
expect_agent_running
same "container instance" "$before" "$(agent_arn)"
