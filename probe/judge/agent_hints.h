/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_AGENT_HINTS_H
#define ECSPROBE_AGENT_HINTS_H
/* What to check, by cause: the second half of the table of agent_rules.c, and of no use to
 * anybody else. */
#include "agent_rules.h"

#define DOCKER_TOO                                                                              \
	"sudo systemctl restart docker restarts the agent with it, and ends the containers of " \
	"tasks unless live-restore is on: drain the instance first."

static const struct hint hint_absent = HINT(
	"No ecs.service, no amazon-ecs.service and no container ecs-agent. That is fine where no tasks are meant to run.");
static const struct hint hint_required = HINT(
	"Install the agent (package ecs-init or amazon-ecs-init), or run this where one is installed.");
static const struct hint hint_unknown = HINT(
	"What cannot be read is unknown, not absent, and nothing is judged by it. Root may read all of it.");
static const struct hint hint_unknown_root = HINT(
	"What cannot be read is unknown, not absent, and nothing is judged by it. Look at what does not answer or is not there: systemd's bus, Docker's socket, the agent itself, its log.");
static const struct hint hint_json = HINT(
	"The agent would refuse the file at its next start and never get further. Correct it, or empty it if ecs.config is enough.");
static const struct hint hint_fatal = HINT(
	"A start that fails is tried again and again, and tasks get no credentials meanwhile. Correct /etc/ecs/ecs.config (or /var/lib/ecs/ecs.config) first; until then ecsprobe --restart-agent refuses.");
static const struct hint hint_json_fatal = HINT(
	"With either the agent would not come back. Correct /etc/ecs/ecs.config.json, or empty it if ecs.config is enough, and /etc/ecs/ecs.config (or /var/lib/ecs/ecs.config); until then ecsprobe --restart-agent refuses.");
static const struct hint hint_refused = HINT(
	"A start that fails is tried again and again, and tasks get no credentials meanwhile. Correct the line first; ecsprobe --check-config judges the files, and until it exits 0 --restart-agent refuses.");
static const struct hint hint_unproven = HINT(
	"The agent that runs was started with something else, and works. If the value is right, ecsprobe --restart-agent --force restarts it; without --force it is left alone.");
static const struct hint hint_unread = HINT(
	"ecs-init takes what stands before the first = for the name: write KEY=VALUE, without export and without blanks around it. A restart changes nothing until then.");
static const struct hint hint_cloud_fallback = HINT(
	"The agent checks it from 1.105.0 on and exits with code 5. Find out why the metadata service was not there in this boot (cloud-init status --long), then replace the instance, or cloud-init clean --reboot.");
static const struct hint hint_imdsv1 = HINT(
	"Update the agent (yum update ecs-init) before anything restarts it, or set HttpTokens to optional until that is done. Agents from 1.36.1 on send tokens.");
static const struct hint hint_no_checkpoint = HINT(
	"The tasks that run would be left to nobody. Drain the instance, remove the container and run it again with --env ECS_DATADIR=/data and --volume /var/lib/ecs/data:/data.");
static const struct hint hint_cluster = HINT(
	"The agent compares the two when it starts and exits for good with code 5 if they differ. Put the old ECS_CLUSTER back; to move the instance, drain it, stop the agent, delete /var/lib/ecs/data and start it again.");
static const struct hint hint_docker = HINT(
	"The agent is a container: without docker nothing starts. Look at journalctl -u docker; once docker runs, systemctl start the unit.");
static const struct hint hint_docker_coming =
	HINT("The agent is a container: it starts once docker does. Run this again later.");
static const struct hint hint_terminal = HINT(
	"Code 5 means that starting it again would not help: a changed cluster, instance type or saved state, user data that cloud-init never ran, or cgroups that are missing. The end of /var/log/ecs/ecs-agent.log has the reason; with that gone, systemctl start the unit.",
	.from_log = HINT_OF_START);
static const struct hint hint_terminal_loop = HINT(
	"Code 5 means that starting it again does not help: a changed cluster, instance type or saved state, user data that cloud-init never ran, or cgroups that are missing. The end of /var/log/ecs/ecs-agent.log has the reason; with that gone, the next start of systemd's comes by itself.",
	.from_log = HINT_OF_START);
static const struct hint hint_orphan = HINT(
	"Nobody restarts it when it fails, and tasks get no credentials, as the unit took the route to them with it. Starting the unit (systemctl start) replaces the container; the docker command that led here must not be used where a unit is loaded.");
static const struct hint hint_no_orphan = HINT(
	"A start of the unit removes this container. Where the container is the agent that is wanted, disable the unit; else remove the container and start the unit.");
static const struct hint hint_disabled = HINT(
	"If it is meant to run: systemctl enable --now the unit (with --no-block from user data).");
static const struct hint hint_masked = HINT(
	"Somebody linked it to /dev/null so that nothing starts it. If it is meant to run: systemctl unmask it, then enable and start it.");
static const struct hint hint_inactive = HINT(
	"It was stopped, or somebody used docker stop or docker restart on the container, which ends the unit too, or docker itself was restarted under an agent 1.85.0 to 1.86.0. systemctl start the unit; its journal says when it ended.");
static const struct hint hint_failed = HINT(
	"The unit's journal and /var/log/ecs/ecs-init.log have the reason. Once it is gone, systemctl start the unit.");
static const struct hint hint_container = HINT(
	"docker logs ecs-agent has the reason. No unit looks after it here, so nothing starts it again by itself.");
static const struct hint hint_doubt = HINT(
	"More than one thing may start it, or one that ecsprobe does not restart. Start it the way it was started before; ecsprobe --restart-agent refuses until the owner is certain.");
static const struct hint hint_later = HINT(
	"Nothing to do: it reads its configuration when it starts. From user data never wait for it, because it waits for the end of user data.");
static const struct hint hint_young =
	HINT("Registering takes a while after a start. Run this again later.");
static const struct hint hint_changing = HINT(
	"It is on its way up or down, as at each boot, and settles by itself. Run this again later.");
static const struct hint hint_warm_pool = HINT(
	"ECS_WARM_POOLS_CHECK has it wait for that, and it asks the metadata service whether it is so. If the instance is in service already, run this again later.");
static const struct hint hint_unregistered = HINT(
	"The end of /var/log/ecs/ecs-agent.log says what it tries: the ecs endpoint, the instance role's permission ecs:RegisterContainerInstance, and the metadata service are the usual causes.",
	.from_log = HINT_OF_START);
static const struct hint hint_denied = HINT(
	"The endpoint ecs, the instance role and the organization's policies are the usual places.",
	.from_log = HINT_OF_START);
static const struct hint hint_not_connected = HINT(
	"The line of its log says what it tries. Where the ECS endpoints above pass, look at what stands between it and them: its proxy, its nameservers, the policies of the endpoints.",
	.from_log = HINT_OF_ACS);
static const struct hint hint_losing = HINT(
	"It dials again by itself, after at most two and a half minutes. Run this again later.");
static const struct hint hint_inactive_instance = HINT(
	"It was deregistered, and gets no tasks. To bring it back: systemctl stop ecs, delete /var/lib/ecs/data, systemctl start ecs; it registers as another container instance. Otherwise terminate it.");
static const struct hint hint_unregistered_external = HINT(
	"The end of /var/log/ecs/ecs-agent.log says what it tries. On ECS Anywhere the usual causes are the ecs endpoint, its role's permission ecs:RegisterContainerInstance, and credentials: amazon-ssm-agent must run, reach ssm and keep /root/.aws/credentials fresh.");
static const struct hint hint_loop = HINT(
	"ecs-init starts it again and again. The end of /var/log/ecs/ecs-agent.log has the reason; the ecs endpoint, the instance role and the metadata service are the usual ones.",
	.from_log = HINT_OF_START);
static const struct hint hint_too_old = HINT(
	"Interface endpoints need 1.25.1 or later, and so do jobs of AWS Batch. Update the agent (yum update ecs-init, then systemctl restart ecs).");
static const struct hint hint_bad_restart = HINT(
	"When docker is restarted, by its update for instance, ecs.service is left dead. Update the agent to 1.86.1 or later.");
static const struct hint hint_bad_state = HINT(
	"Ended badly, it forgets its tasks and registers as another container instance. Update the agent to 1.44.4 or later before anything restarts it.");
static const struct hint hint_stale_config = HINT(
	"A running agent keeps what it was started with. ecsprobe --restart-agent restarts it safely; under a unit docker's own restart would not read the files.");
static const struct hint hint_stale_blocked = HINT(
	"A running agent keeps what it was started with. Do not restart it as things are: with what is on disk now it would not come back, and ecsprobe --restart-agent refuses.");
static const struct hint hint_stale_by_hand = HINT(
	"A container that was run by hand keeps its environment, and a restart does not change it: stop and remove it, and run it again as before with what is wanted now.");
static const struct hint hint_stale_kept = HINT(
	"Its unit starts the same container each time, and a container keeps its environment: stop the unit, remove the container, and make it again with what is wanted now.");
static const struct hint hint_stale_doubt = HINT(
	"Only a restart changes that, and who starts this agent is not certain, so ecsprobe --restart-agent refuses. Restart it by what starts it; --restart-agent --dry-run names what was seen.");
static const struct hint hint_stale_path = HINT(
	"It keeps the hosts it was handed for 12 hours. ecsprobe --restart-agent moves it to the private path at once, unless a proxy leads it astray again.");
static const struct hint hint_path_again = HINT(
	"A restart did not move it: it was handed such a host again. Whoever hands them out is not asked through the interface endpoint of ecs; a proxy in between is the usual cause.");
static const struct hint hint_public_path = HINT(
	"It is handed numbered hosts where ecs is not reached through its interface endpoint. Create the endpoints ecs-agent, ecs-telemetry and ecs with private DNS, take the ECS names out of any proxy, then restart the agent. If that path is what you want, say --expect public.");
static const struct hint hint_public_path_external = HINT(
	"It is handed numbered hosts where ecs is not reached through its interface endpoint. For a private path let this site's DNS forward the ECS names to a VPC that has the endpoints ecs-agent, ecs-telemetry and ecs, take them out of any proxy, then restart the agent.");
static const struct hint hint_stale_resolver = HINT(
	"Docker copies /etc/resolv.conf when a container starts. ecsprobe --restart-agent gives it the host's nameservers of today.");
static const struct hint hint_roots_both = HINT(
	"It read the store once. So does dockerd, at its first pull: both must be restarted. " DOCKER_TOO
	" ecsprobe --restart-agent restarts the agent alone, and ends no task.");
static const struct hint hint_roots =
	HINT("It read the store once. ecsprobe --restart-agent restarts it safely.");
static const struct hint hint_roots_doubted = HINT(
	"It read the store once. Look whether the cluster shows 'Agent connected: true'; if not, ecsprobe --restart-agent restarts it safely.");
static const struct hint hint_roots_note = HINT(
	"It read the store once, and works with what it read. Only its next start reads what is there now.");
static const struct hint hint_docker_roots = HINT(
	"dockerd read the store once, at its first pull or log; if that was before, pulls fail of x509 until it is restarted, which ecsprobe never does. " DOCKER_TOO);
static const struct hint hint_stale_hosts = HINT(
	"Docker copies /etc/hosts when a container starts, so the agent still goes by the pins of that time. ecsprobe --restart-agent gives it those of today.");
static const struct hint hint_path_gone = HINT(
	"An endpoint was made again, perhaps, and the old interface is still there. The agent resolves the name on each dial, so it needs no restart.");
static const struct hint hint_persists = HINT(
	"Another restart would end the same way, so none is made until the evidence changes. Look for a proxy that resolves the ECS names outside of this VPC, or a file that is not the one the agent reads; --restart-agent=always restarts regardless.");
static const struct hint hint_not_ready = HINT(
	"Look at the unit's journal and the end of /var/log/ecs/ecs-agent.log. A unit that is dead is started again with systemctl start.");
static const struct hint hint_unseen_connection = HINT(
	"Look whether the cluster shows 'Agent connected: true'. With ECS_LOGLEVEL=info and its log in /var/log/ecs/ecs-agent.log the agent says so itself.");

#endif
