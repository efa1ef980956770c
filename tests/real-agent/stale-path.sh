# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034
# Interface endpoints came after the agent: it was handed numbered hosts, and is restarted onto the private ones.

# shellcheck source=/dev/null
source "$ROOT/tests/real-agent/lab.sh"
real_agent
endpoints_missing
CONTROL_FIRST='{"numbered": true}'
lab_up
wait_agent_registered 60 || { machine_show >&2; lab_error "the agent does not register"; }
before=$(agent_arn)
remember_agent
if_stale
expect_idle nothing-stale
endpoints_created
echo '{}' >"$CONTROL_MODE"
if_stale
expect_restarted stale
expect_evidence 'agent-stale-path: ecs-a-1.us-east-1.amazonaws.com'
same "container instance" "$before" "$(agent_arn)"
expect_agent_peer ecs-agent private
