/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_HINTS_H
#define ECSPROBE_AGENT_HINTS_H
/* What to check, by cause: the second half of the table of agent_rules.c, and of no use to
 * anybody else. */
#include "agent_rules.h"

#define DOCKER_TOO                                                                              \
	"sudo systemctl restart docker restarts the agent with it, and ends the containers of " \
	"tasks unless live-restore is on: drain the instance first."

static const char hint_absent[] =
	"No ecs.service, no amazon-ecs.service and no container ecs-agent. That is fine where no tasks are meant to run.";
static const char hint_required[] =
	"Install the agent (package ecs-init or amazon-ecs-init), or run this where one is installed.";
static const char hint_unknown[] =
	"What cannot be read is unknown, not absent, and nothing is judged by it. Root may read all of it.";
static const char hint_unknown_root[] =
	"What cannot be read is unknown, not absent, and nothing is judged by it. Look at what does not answer or is not there: systemd's bus, Docker's socket, the agent itself, its log.";
static const char hint_json[] =
	"The agent would refuse the file at its next start and never get further. Correct it, or empty it if ecs.config is enough.";
static const char hint_fatal[] =
	"A start that fails is tried again and again, and tasks get no credentials meanwhile. Correct /etc/ecs/ecs.config (or /var/lib/ecs/ecs.config) first; until then ecsprobe --restart-agent refuses.";
static const char hint_json_fatal[] =
	"With either the agent would not come back. Correct /etc/ecs/ecs.config.json, or empty it if ecs.config is enough, and /etc/ecs/ecs.config (or /var/lib/ecs/ecs.config); until then ecsprobe --restart-agent refuses.";
static const char hint_refused[] =
	"A start that fails is tried again and again, and tasks get no credentials meanwhile. Correct the line first; ecsprobe --check-config judges the files, and until it exits 0 --restart-agent refuses.";
static const char hint_unproven[] =
	"The agent that runs was started with something else, and works. If the value is right, ecsprobe --restart-agent --force restarts it; without --force it is left alone.";
static const char hint_unread[] =
	"ecs-init takes what stands before the first = for the name: write KEY=VALUE, without export and without blanks around it. A restart changes nothing until then.";
static const char hint_cloud_fallback[] =
	"The agent checks it from 1.105.0 on and exits with code 5. Find out why the metadata service was not there in this boot (cloud-init status --long), then replace the instance, or cloud-init clean --reboot.";
static const char hint_imdsv1[] =
	"Update the agent (yum update ecs-init) before anything restarts it, or set HttpTokens to optional until that is done. Agents from 1.36.1 on send tokens.";
static const char hint_no_checkpoint[] =
	"The tasks that run would be left to nobody. Drain the instance, remove the container and run it again with --env ECS_DATADIR=/data and --volume /var/lib/ecs/data:/data.";
static const char hint_cluster[] =
	"The agent compares the two when it starts and exits for good with code 5 if they differ. Put the old ECS_CLUSTER back; to move the instance, drain it, stop the agent, delete /var/lib/ecs/data and start it again.";
static const char hint_docker[] =
	"The agent is a container: without docker nothing starts. Look at journalctl -u docker; once docker runs, systemctl start the unit.";
static const char hint_docker_coming[] =
	"The agent is a container: it starts once docker does. Run this again later.";
static const char hint_terminal[] =
	"Code 5 means that starting it again would not help: a changed cluster, instance type or saved state, user data that cloud-init never ran, or cgroups that are missing. The end of /var/log/ecs/ecs-agent.log has the reason; with that gone, systemctl start the unit.";
static const char hint_terminal_loop[] =
	"Code 5 means that starting it again does not help: a changed cluster, instance type or saved state, user data that cloud-init never ran, or cgroups that are missing. The end of /var/log/ecs/ecs-agent.log has the reason; with that gone, the next start of systemd's comes by itself.";
static const char hint_orphan[] =
	"Nobody restarts it when it fails, and tasks get no credentials, as the unit took the route to them with it. Starting the unit (systemctl start) replaces the container; the docker command that led here must not be used where a unit is loaded.";
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
static const char hint_later[] =
	"Nothing to do: it reads its configuration when it starts. From user data never wait for it, because it waits for the end of user data.";
static const char hint_young[] = "Registering takes a while after a start. Run this again later.";
static const char hint_changing[] =
	"It is on its way up or down, as at each boot, and settles by itself. Run this again later.";
static const char hint_warm_pool[] =
	"ECS_WARM_POOLS_CHECK has it wait for that, and it asks the metadata service whether it is so. If the instance is in service already, run this again later.";
static const char hint_unregistered[] =
	"The end of /var/log/ecs/ecs-agent.log says what it tries: the ecs endpoint, the instance role's permission ecs:RegisterContainerInstance, and the metadata service are the usual causes.";
static const char hint_denied[] =
	"The endpoint ecs, the instance role and the organization's policies are the usual places.";
static const char hint_not_connected[] =
	"The line of its log says what it tries. Where the ECS endpoints above pass, look at what stands between it and them: its proxy, its nameservers, the policies of the endpoints.";
static const char hint_losing[] =
	"It dials again by itself, after at most two and a half minutes. Run this again later.";
static const char hint_inactive_instance[] =
	"It was deregistered, and gets no tasks. To bring it back: systemctl stop ecs, delete /var/lib/ecs/data, systemctl start ecs; it registers as another container instance. Otherwise terminate it.";
static const char hint_unregistered_external[] =
	"The end of /var/log/ecs/ecs-agent.log says what it tries. On ECS Anywhere the usual causes are the ecs endpoint, its role's permission ecs:RegisterContainerInstance, and credentials: amazon-ssm-agent must run, reach ssm and keep /root/.aws/credentials fresh.";
static const char hint_loop[] =
	"ecs-init starts it again and again. The end of /var/log/ecs/ecs-agent.log has the reason; the ecs endpoint, the instance role and the metadata service are the usual ones.";
static const char hint_too_old[] =
	"Interface endpoints need 1.25.1 or later, and so do jobs of AWS Batch. Update the agent (yum update ecs-init, then systemctl restart ecs).";
static const char hint_bad_restart[] =
	"When docker is restarted, by its update for instance, ecs.service is left dead. Update the agent to 1.86.1 or later.";
static const char hint_bad_state[] =
	"Ended badly, it forgets its tasks and registers as another container instance. Update the agent to 1.44.4 or later before anything restarts it.";
static const char hint_stale_config[] =
	"A running agent keeps what it was started with. ecsprobe --restart-agent restarts it safely; under a unit docker's own restart would not read the files.";
static const char hint_stale_blocked[] =
	"A running agent keeps what it was started with. Do not restart it as things are: with what is on disk now it would not come back, and ecsprobe --restart-agent refuses.";
static const char hint_stale_by_hand[] =
	"A container that was run by hand keeps its environment, and a restart does not change it: stop and remove it, and run it again as before with what is wanted now.";
static const char hint_stale_kept[] =
	"Its unit starts the same container each time, and a container keeps its environment: stop the unit, remove the container, and make it again with what is wanted now.";
static const char hint_stale_doubt[] =
	"Only a restart changes that, and who starts this agent is not certain, so ecsprobe --restart-agent refuses. Restart it by what starts it; --restart-agent --dry-run names what was seen.";
static const char hint_stale_path[] =
	"It keeps the hosts it was handed for 12 hours. ecsprobe --restart-agent moves it to the private path at once, unless a proxy leads it astray again.";
static const char hint_path_again[] =
	"A restart did not move it: it was handed such a host again. Whoever hands them out is not asked through the interface endpoint of ecs; a proxy in between is the usual cause.";
static const char hint_public_path[] =
	"It is handed numbered hosts where ecs is not reached through its interface endpoint. Create the endpoints ecs-agent, ecs-telemetry and ecs with private DNS, take the ECS names out of any proxy, then restart the agent. If that path is what you want, say --expect public.";
static const char hint_public_path_external[] =
	"It is handed numbered hosts where ecs is not reached through its interface endpoint. For a private path let this site's DNS forward the ECS names to a VPC that has the endpoints ecs-agent, ecs-telemetry and ecs, take them out of any proxy, then restart the agent.";
static const char hint_stale_resolver[] =
	"Docker copies /etc/resolv.conf when a container starts. ecsprobe --restart-agent gives it the host's nameservers of today.";
static const char hint_roots_both[] =
	"It read the store once. So does dockerd, at its first pull: both must be restarted. " DOCKER_TOO
	" ecsprobe --restart-agent restarts the agent alone, and ends no task.";
static const char hint_roots[] =
	"It read the store once. ecsprobe --restart-agent restarts it safely.";
static const char hint_roots_doubted[] =
	"It read the store once. Look whether the cluster shows 'Agent connected: true'; if not, ecsprobe --restart-agent restarts it safely.";
static const char hint_roots_note[] =
	"It read the store once, and works with what it read. Only its next start reads what is there now.";
static const char hint_docker_roots[] =
	"dockerd read the store once, at its first pull or log; if that was before, pulls fail of x509 until it is restarted, which ecsprobe never does. " DOCKER_TOO;
static const char hint_stale_hosts[] =
	"Docker copies /etc/hosts when a container starts, so the agent still goes by the pins of that time. ecsprobe --restart-agent gives it those of today.";
static const char hint_path_gone[] =
	"An endpoint was made again, perhaps, and the old interface is still there. The agent resolves the name on each dial, so it needs no restart.";
static const char hint_persists[] =
	"Another restart would end the same way, so none is made until the evidence changes. Look for a proxy that resolves the ECS names outside of this VPC, or a file that is not the one the agent reads; --restart-agent=always restarts regardless.";
static const char hint_not_ready[] =
	"Look at the unit's journal and the end of /var/log/ecs/ecs-agent.log. A unit that is dead is started again with systemctl start.";
static const char hint_unseen_connection[] =
	"Look whether the cluster shows 'Agent connected: true'. With ECS_LOGLEVEL=info and its log in /var/log/ecs/ecs-agent.log the agent says so itself.";

#endif
