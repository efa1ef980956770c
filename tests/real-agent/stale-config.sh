# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A setting changed under a running agent: it is restarted, as the same container instance, and the log says connected.

# shellcheck source=/dev/null
source "$ROOT/tests/real-agent/lab.sh"
real_agent
lab_up
wait_agent_registered 60 || { machine_show >&2; lab_error "the agent does not register"; }
expect_agent_running
before=$(agent_arn)
remember_agent
real_config ECS_CONTAINER_STOP_TIMEOUT=45s
if_stale
expect_restarted stale
same "container instance" "$before" "$(agent_arn)"
remember_agent
if_stale
expect_idle nothing-stale
