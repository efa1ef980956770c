/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_HINTS_H
#define ECSPROBE_AGENT_HINTS_H
/* What to check, where the rows of agent_rules.c know more of the situation than explain_agent.c
 * says of the code; of no use to anybody else. */
#include "agent_rules.h"

static const char hint_absent[] =
	"No ecs.service, no amazon-ecs.service and no container ecs-agent. That is fine where no tasks are meant to run.";
static const char hint_required[] =
	"Install the agent (package ecs-init or amazon-ecs-init), or run this where one is installed.";
static const char hint_unknown_root[] =
	"What cannot be read is unknown, not absent, and nothing is judged by it. Look at what does not answer or is not there: systemd's bus, Docker's socket, the agent itself, its log.";
static const char hint_json[] =
	"The agent would refuse the file at its next start and never get further. Correct it, or empty it if ecs.config is enough.";
static const char hint_fatal[] =
	"A start that fails is tried again and again, and tasks get no credentials meanwhile. Correct /etc/ecs/ecs.config (or /var/lib/ecs/ecs.config) first; until then ecsprobe --restart-agent refuses.";
static const char hint_json_fatal[] =
	"With either the agent would not come back. Correct /etc/ecs/ecs.config.json, or empty it if ecs.config is enough, and /etc/ecs/ecs.config (or /var/lib/ecs/ecs.config); until then ecsprobe --restart-agent refuses.";
static const char hint_docker_coming[] =
	"The agent is a container: it starts once docker does. Run this again later.";
static const char hint_terminal_loop[] =
	"Code 5 means that starting it again does not help: a changed cluster, instance type or saved state, user data that cloud-init never ran, or cgroups that are missing. The end of /var/log/ecs/ecs-agent.log has the reason; with that gone, the next start of systemd's comes by itself.";
static const char hint_no_orphan[] =
	"A start of the unit removes this container. Where the container is the agent that is wanted, disable the unit; else remove the container and start the unit.";
static const char hint_disabled[] =
	"If it is meant to run: systemctl enable --now the unit (with --no-block from user data).";
static const char hint_masked[] =
	"Somebody linked it to /dev/null so that nothing starts it. If it is meant to run: systemctl unmask it, then enable and start it.";
static const char hint_inactive[] =
	"It was stopped, or somebody used docker stop or docker restart on the container, which ends the unit too, or docker itself was restarted under an agent 1.85.0 to 1.86.0. systemctl start the unit; its journal says when it ended.";
static const char hint_failed[] =
	"The unit's journal and /var/log/ecs/ecs-init.log have the reason. Once it is gone, systemctl start the unit.";
static const char hint_container[] =
	"docker logs ecs-agent has the reason. No unit looks after it here, so nothing starts it again by itself.";
static const char hint_doubt[] =
	"More than one thing may start it, or one that ecsprobe does not restart. Start it the way it was started before; ecsprobe --restart-agent refuses until the owner is certain.";
static const char hint_young[] = "Registering takes a while after a start. Run this again later.";
static const char hint_changing[] =
	"It is on its way up or down, as at each boot, and settles by itself. Run this again later.";
static const char hint_warm_pool[] =
	"ECS_WARM_POOLS_CHECK has it wait for that, and it asks the metadata service whether it is so. If the instance is in service already, run this again later.";
static const char hint_losing[] =
	"It dials again by itself, after at most two and a half minutes. Run this again later.";
static const char hint_unregistered_external[] =
	"The end of /var/log/ecs/ecs-agent.log says what it tries. On ECS Anywhere the usual causes are the ecs endpoint, its role's permission ecs:RegisterContainerInstance, and credentials: amazon-ssm-agent must run, reach ssm and keep /root/.aws/credentials fresh.";
static const char hint_loop[] =
	"ecs-init starts it again and again. The end of /var/log/ecs/ecs-agent.log has the reason; the ecs endpoint, the instance role and the metadata service are the usual ones.";
static const char hint_bad_restart[] =
	"When docker is restarted, by its update for instance, ecs.service is left dead. Update the agent to 1.86.1 or later.";
static const char hint_bad_state[] =
	"Ended badly, it forgets its tasks and registers as another container instance. Update the agent to 1.44.4 or later before anything restarts it.";
static const char hint_stale_blocked[] =
	"A running agent keeps what it was started with. Do not restart it as things are: with what is on disk now it would not come back, and ecsprobe --restart-agent refuses.";
static const char hint_stale_by_hand[] =
	"A container that was run by hand keeps its environment, and a restart does not change it: stop and remove it, and run it again as before with what is wanted now.";
static const char hint_stale_kept[] =
	"Its unit starts the same container each time, and a container keeps its environment: stop the unit, remove the container, and make it again with what is wanted now.";
static const char hint_stale_doubt[] =
	"Only a restart changes that, and who starts this agent is not certain, so ecsprobe --restart-agent refuses. Restart it by what starts it; --restart-agent --dry-run names what was seen.";
static const char hint_path_again[] =
	"A restart did not move it: it was handed such a host again. Whoever hands them out is not asked through the interface endpoint of ecs; a proxy in between is the usual cause.";
static const char hint_public_path_external[] =
	"It is handed numbered hosts where ecs is not reached through its interface endpoint. For a private path let this site's DNS forward the ECS names to a VPC that has the endpoints ecs-agent, ecs-telemetry and ecs, take them out of any proxy, then restart the agent.";
static const char hint_roots_both[] =
	"It read the store once. So does dockerd, at its first pull: both must be restarted. sudo systemctl restart docker restarts the agent with it, and ends the containers of tasks unless live-restore is on: drain the instance first. ecsprobe --restart-agent restarts the agent alone, and ends no task.";
static const char hint_roots[] =
	"It read the store once. ecsprobe --restart-agent restarts it safely.";
static const char hint_roots_doubted[] =
	"It read the store once. Look whether the cluster shows 'Agent connected: true'; if not, ecsprobe --restart-agent restarts it safely.";
static const char hint_roots_note[] =
	"It read the store once, and works with what it read. Only its next start reads what is there now.";

#endif
