/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_HINTS_H
#define ECSPROBE_AGENT_HINTS_H
/* Hints for the rows of agent_rules.c that know more about the situation than explain_agent.c
 * says about the code. */
#include "agent_rules.h"

static const char hint_absent[] =
	"ecsprobe found no ecs.service, no amazon-ecs.service and no container ecs-agent. That is fine if this instance is not meant to run tasks.";
static const char hint_required[] =
	"Install the agent (package ecs-init or amazon-ecs-init), or run this check on an instance that has one.";
static const char hint_unknown_root[] =
	"ecsprobe treats an unreadable part as unknown, not as absent, and does not judge it. Check the part that is named: systemd's bus, Docker's socket, the agent itself or its log.";
static const char hint_other_network[] =
	"What the agent reaches from its own network is unknown. AWS runs the agent in the host's network: check for docker run without --net=host, or PrivateNetwork= in its unit. If ecsprobe itself runs in a container, run it with --net=host.";
static const char hint_json[] =
	"The agent would reject this file at its next start and exit. Correct the file, or empty it if ecs.config is enough.";
static const char hint_fatal[] =
	"systemd would retry the failing start endlessly, and tasks get no credentials meanwhile. Correct /etc/ecs/ecs.config (or /var/lib/ecs/ecs.config) first; until then ecsprobe --restart-agent defers the restart.";
static const char hint_json_fatal[] =
	"Either fault would keep the agent from coming back. Correct /etc/ecs/ecs.config.json (or empty it if ecs.config is enough) and /etc/ecs/ecs.config (or /var/lib/ecs/ecs.config). Until then ecsprobe --restart-agent defers the restart.";
static const char hint_docker_coming[] =
	"The agent runs in a container and starts once docker runs. Run this again later.";
static const char hint_terminal_loop[] =
	"Exit code 5 means that another start does not help. Causes: a changed cluster, instance type or saved state, user data that cloud-init never ran, or missing cgroups. The end of /var/log/ecs/ecs-agent.log names the cause. Once it is fixed, systemd starts the agent by itself.";
static const char hint_no_orphan[] =
	"Starting the unit removes this container. If the container is the agent that you want, disable the unit; otherwise systemctl start the unit.";
static const char hint_disabled[] =
	"If the agent is meant to run, enable and start its unit: systemctl enable --now (add --no-block in user data).";
static const char hint_masked[] =
	"The unit is masked (linked to /dev/null), so systemd does not start it. If the agent is meant to run: systemctl unmask the unit, then enable and start it.";
static const char hint_two_agents[] =
	"Find what runs the agent that answers (ss -ltnp shows the process of port 51678) before you start this unit: two agents must not run on one instance.";
static const char hint_inactive[] =
	"Start the unit with systemctl start; its journal shows when it ended. Possible causes: somebody stopped the unit; somebody ran docker stop or docker restart on the container, which also ends the unit; docker was restarted under an agent 1.85.0 to 1.86.0.";
static const char hint_failed[] =
	"The unit's journal and /var/log/ecs/ecs-init.log name the cause. Fix it, then systemctl start the unit.";
static const char hint_container[] =
	"docker logs ecs-agent shows the cause. No unit supervises this container, so nothing starts it again.";
static const char hint_doubt[] =
	"ecsprobe cannot tell what starts this agent, or cannot restart what starts it. Start the agent the way it was started before. Meanwhile ecsprobe --restart-agent defers the restart.";
static const char hint_young[] = "Registration takes a while after a start. Run this again later.";
static const char hint_changing[] =
	"The agent is starting or stopping, as at each boot, and will settle. Run this again later.";
static const char hint_warm_pool[] =
	"ECS_WARM_POOLS_CHECK makes the agent wait while its instance is in a warm pool; it asks the metadata service for the state. If the instance is already in service, run this again later.";
static const char hint_losing[] =
	"The agent reconnects by itself, within two and a half minutes if its path works. Run this again later.";
static const char hint_unregistered_external[] =
	"The end of /var/log/ecs/ecs-agent.log shows what it tries. On ECS Anywhere the usual causes are the ecs endpoint, the role's permission ecs:RegisterContainerInstance, and credentials: amazon-ssm-agent must run, reach ssm and keep /root/.aws/credentials fresh.";
static const char hint_loop[] =
	"ecs-init restarts it again and again. The end of /var/log/ecs/ecs-agent.log names the cause, usually the ecs endpoint, the instance role or the metadata service.";
static const char hint_bad_restart[] =
	"With this version a restart of docker, for example by its update, leaves ecs.service stopped. Update the agent to 1.86.1 or later.";
static const char hint_bad_state[] =
	"After an unclean stop this version forgets its tasks and registers as another container instance. Update the agent to 1.44.4 or later before anything restarts it.";
static const char hint_stale_blocked[] =
	"A running agent keeps the configuration it was started with. Do not restart it now: with the files on disk it would not come back, and ecsprobe --restart-agent defers the restart.";
static const char hint_stale_by_hand[] =
	"A container that was run by hand keeps its environment, even after a restart. Stop and remove it, then run it again with the settings that you want now.";
static const char hint_stale_kept[] =
	"Its unit starts the same container each time, and a container keeps its environment. Stop the unit, remove the container, and recreate it with the settings that you want now.";
static const char hint_stale_doubt[] =
	"Only a restart changes that, but it is not certain what starts this agent, so ecsprobe --restart-agent defers the restart. Restart it the way it was started; --restart-agent --dry-run shows what ecsprobe found.";
static const char hint_path_again[] =
	"A restart did not help: AWS sent the agent to a public host again, so its call to ecs does not arrive through the interface endpoint. Check whether a proxy carries that call. If one does, add the ECS names to the agent's NO_PROXY.";
static const char hint_public_path_external[] =
	"AWS sends the agent to numbered hosts if its call does not arrive through the interface endpoint of ecs. For a private path, forward the ECS names in this site's DNS to a VPC that has the endpoints ecs-agent, ecs-telemetry and ecs, exclude them from any proxy, then restart the agent.";
static const char hint_roots_both[] =
	"The agent reads the trust store once, and so does dockerd at its first pull: restart both. sudo systemctl restart docker also restarts the agent, and ends the containers of tasks unless live-restore is on: drain the instance first. ecsprobe --restart-agent restarts only the agent and ends no task.";
static const char hint_roots[] =
	"The agent reads the trust store once. ecsprobe --restart-agent restarts it safely.";
static const char hint_roots_doubted[] =
	"The agent reads the trust store once. Check whether the cluster shows 'Agent connected: true'; if not, ecsprobe --restart-agent restarts it safely.";
static const char hint_roots_note[] =
	"You need not do anything: the agent works with the old trust store and reads the new one at its next start.";

#endif
