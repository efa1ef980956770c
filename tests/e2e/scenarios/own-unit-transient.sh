# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# A unit of systemd-run has no file, so systemd forgets it once it is not failed any more. The restart of one that failed keeps
# it until it runs again.
source "$E2E/owner.sh"

agent_by_client
lab_up
no_agent
in_machine systemd-run -q --unit=my-agent /bin/sh -c "exec $DOCKER run --rm --name ecs-agent $AGENT_RUN $AGENT_DATA $AGENT_IMAGE"
AGENT_UNIT=my-agent.service
wait_agent_registered 20 || lab_error 'the agent does not register'
in_machine systemctl kill -s KILL my-agent
docker_status DELETE '/containers/ecs-agent?force=true' >/dev/null
for ((i = 0; i < 50; i++)); do
	[[ $(unit_property my-agent.service ActiveState) == failed ]] && break
	sleep 0.1
done
same 'my-agent.service' failed "$(unit_property my-agent.service ActiveState)"

always
expect_exit 0
expect_action start-unit not-running restarted
expect_agent_running
same 'my-agent.service' loaded "$(unit_property my-agent.service LoadState)"
same 'my-agent.service' active "$(unit_property my-agent.service ActiveState)"
