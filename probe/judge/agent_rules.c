/* SPDX-License-Identifier: Apache-2.0 */
#include "agent_rules.h"

#include "agent_words.h"
#include "ecsprobe/remedy.h"
#include "instance.h"
#include "log_causes.h"

static const char hint_absent[] =
	"No ecs.service, no amazon-ecs.service and no container ecs-agent. That is fine where no "
	"tasks are meant to run.";
static const char hint_required[] =
	"Install the agent (package ecs-init or amazon-ecs-init), or run this where one is "
	"installed.";
static const char hint_unknown[] =
	"What cannot be read is unknown, not absent, and nothing is judged by it. Root may read "
	"all of it.";
static const char hint_unknown_root[] =
	"What cannot be read is unknown, not absent, and nothing is judged by it. Look at what "
	"does not answer or is not there: systemd's bus, Docker's socket, the agent itself, its "
	"log.";
static const char hint_json[] =
	"The agent would refuse the file at its next start and never get further. Correct it, or "
	"empty it if ecs.config is enough.";
static const char hint_fatal[] =
	"A start that fails is tried again and again, and tasks get no credentials meanwhile. "
	"Correct /etc/ecs/ecs.config (or /var/lib/ecs/ecs.config) first; until then ecsprobe "
	"--restart-agent refuses.";
static const char hint_json_fatal[] =
	"With either the agent would not come back. Correct /etc/ecs/ecs.config.json, or empty it "
	"if ecs.config is enough, and /etc/ecs/ecs.config (or /var/lib/ecs/ecs.config); until then "
	"ecsprobe --restart-agent refuses.";
static const char hint_refused[] =
	"A start that fails is tried again and again, and tasks get no credentials meanwhile. "
	"Correct the line first; ecsprobe --check-config judges the files, and until it exits 0 "
	"--restart-agent refuses.";
static const char hint_unproven[] =
	"The agent that runs was started with something else, and works. If the value is right, "
	"ecsprobe --restart-agent --force restarts it; without --force it is left alone.";
static const char hint_unread[] =
	"ecs-init takes what stands before the first = for the name: write KEY=VALUE, without "
	"export and without blanks around it. A restart changes nothing until then.";
static const char hint_cloud_fallback[] =
	"The agent checks it from 1.105.0 on and exits with code 5. Find out why the metadata "
	"service was not there in this boot (cloud-init status --long), then replace the instance, "
	"or cloud-init clean --reboot.";
static const char hint_imdsv1[] =
	"Update the agent (yum update ecs-init) before anything restarts it, or set HttpTokens to "
	"optional until that is done. Agents from 1.36.1 on send tokens.";
static const char hint_no_checkpoint[] =
	"The tasks that run would be left to nobody. Drain the instance, remove the container and "
	"run it again with --env ECS_DATADIR=/data and --volume /var/lib/ecs/data:/data.";
static const char hint_cluster[] =
	"The agent compares the two when it starts and exits for good with code 5 if they differ. "
	"Put the old ECS_CLUSTER back; to move the instance, drain it, stop the agent, delete "
	"/var/lib/ecs/data and start it again.";
static const char hint_docker[] =
	"The agent is a container: without docker nothing starts. Look at journalctl -u docker; "
	"once docker runs, systemctl start the unit.";
static const char hint_docker_coming[] =
	"The agent is a container: it starts once docker does. Run this again later.";
static const char hint_terminal[] =
	"Code 5 means that starting it again would not help: a changed cluster, instance type or "
	"saved state, user data that cloud-init never ran, or cgroups that are missing. The end of "
	"/var/log/ecs/ecs-agent.log has the "
	"reason; with that gone, systemctl start the unit.";
static const char hint_terminal_loop[] =
	"Code 5 means that starting it again does not help: a changed cluster, instance type or "
	"saved state, user data that cloud-init never ran, or cgroups that are missing. The end of "
	"/var/log/ecs/ecs-agent.log has the "
	"reason; with that gone, the next start of systemd's comes by itself.";
static const char hint_orphan[] =
	"Nobody restarts it when it fails, and tasks get no credentials, as the unit took the "
	"route to them with it. Starting the unit (systemctl start) replaces the container; "
	"the docker command that led here must not be used where a unit is loaded.";
static const char hint_no_orphan[] =
	"A start of the unit removes this container. Where the container is the agent that is "
	"wanted, disable the unit; else remove the container and start the unit.";
static const char hint_disabled[] =
	"If it is meant to run: systemctl enable --now the unit (with --no-block from user data).";
static const char hint_masked[] =
	"Somebody linked it to /dev/null so that nothing starts it. If it is meant to run: "
	"systemctl unmask it, then enable and start it.";
static const char hint_inactive[] =
	"It was stopped, or somebody used docker stop or docker restart on the container, which "
	"ends the unit too, or docker itself was restarted under an agent 1.85.0 to 1.86.0. "
	"systemctl start the unit; its journal says when it ended.";
static const char hint_failed[] =
	"The unit's journal and /var/log/ecs/ecs-init.log have the reason. Once it is gone, "
	"systemctl start the unit.";
static const char hint_container[] =
	"docker logs ecs-agent has the reason. No unit looks after it here, so nothing starts it "
	"again by itself.";
static const char hint_doubt[] =
	"More than one thing may start it, or one that ecsprobe does not restart. Start it the way "
	"it was started before; ecsprobe --restart-agent refuses until the owner is certain.";
static const char hint_later[] =
	"Nothing to do: it reads its configuration when it starts. From user data never wait for "
	"it, because it waits for the end of user data.";
static const char hint_young[] = "Registering takes a while after a start. Run this again later.";
static const char hint_changing[] = "It is on its way up or down, as at each boot, and settles by "
				    "itself. Run this again later.";
static const char hint_warm_pool[] =
	"ECS_WARM_POOLS_CHECK has it wait for that, and it asks the metadata service whether it is "
	"so. If the instance is in service already, run this again later.";
static const char hint_unregistered[] =
	"The end of /var/log/ecs/ecs-agent.log says what it tries: the ecs endpoint, the instance "
	"role's permission ecs:RegisterContainerInstance, and the metadata service are the usual "
	"causes.";
static const char hint_denied[] =
	"The endpoint ecs, the instance role and the organization's policies are the usual places.";
static const char hint_not_connected[] =
	"The line of its log says what it tries. Where the ECS endpoints above pass, look at what "
	"stands between it and them: its proxy, its nameservers, the policies of the endpoints.";
static const char hint_losing[] =
	"It dials again by itself, after at most two and a half minutes. Run this again later.";
static const char hint_inactive_instance[] =
	"It was deregistered, and gets no tasks. To bring it back: systemctl stop ecs, delete "
	"/var/lib/ecs/data, systemctl start ecs; it registers as another container instance. "
	"Otherwise terminate it.";
static const char hint_unregistered_external[] =
	"The end of /var/log/ecs/ecs-agent.log says what it tries. On ECS Anywhere the usual "
	"causes are the ecs endpoint, its role's permission ecs:RegisterContainerInstance, and "
	"credentials: amazon-ssm-agent must run, reach ssm and keep /root/.aws/credentials fresh.";
static const char hint_loop[] =
	"ecs-init starts it again and again. The end of /var/log/ecs/ecs-agent.log has the reason; "
	"the ecs endpoint, the instance role and the metadata service are the usual ones.";
static const char hint_too_old[] = "Interface endpoints need 1.25.1 or later, and so do jobs of "
				   "AWS Batch. Update the agent (yum update ecs-init, then "
				   "systemctl restart ecs).";
static const char hint_bad_restart[] =
	"When docker is restarted, by its update for instance, ecs.service is left dead. Update "
	"the agent to 1.86.1 or later.";
static const char hint_bad_state[] =
	"Ended badly, it forgets its tasks and registers as another container instance. Update "
	"the agent to 1.44.4 or later before anything restarts it.";
static const char hint_stale_config[] =
	"A running agent keeps what it was started with. ecsprobe --restart-agent restarts it "
	"safely; under a unit docker's own restart would not read the files.";
static const char hint_stale_blocked[] =
	"A running agent keeps what it was started with. Do not restart it as things are: with "
	"what is on disk now it would not come back, and ecsprobe --restart-agent refuses.";
static const char hint_stale_by_hand[] =
	"A container that was run by hand keeps its environment, and a restart does not change "
	"it: stop and remove it, and run it again as before with what is wanted now.";
static const char hint_stale_kept[] =
	"Its unit starts the same container each time, and a container keeps its environment: stop "
	"the unit, remove the container, and make it again with what is wanted now.";
static const char hint_stale_doubt[] =
	"Only a restart changes that, and who starts this agent is not certain, so ecsprobe "
	"--restart-agent refuses. Restart it by what starts it; --restart-agent --dry-run names "
	"what was seen.";
static const char hint_stale_path[] =
	"It keeps the hosts it was handed for 12 hours. ecsprobe --restart-agent moves it to the "
	"private path at once, unless a proxy leads it astray again.";
static const char hint_path_again[] =
	"A restart did not move it: it was handed such a host again. Whoever hands them out is "
	"not asked through the interface endpoint of ecs; a proxy in between is the usual cause.";
static const char hint_public_path[] =
	"It is handed numbered hosts where ecs is not reached through its interface endpoint. "
	"Create the endpoints ecs-agent, ecs-telemetry and ecs with private DNS, take the ECS "
	"names out of any proxy, then restart the agent. If that path is what you want, say "
	"--expect public.";
static const char hint_public_path_external[] =
	"It is handed numbered hosts where ecs is not reached through its interface endpoint. "
	"For a private path let this site's DNS forward the ECS names to a VPC that has the "
	"endpoints ecs-agent, ecs-telemetry and ecs, take them out of any proxy, then restart "
	"the agent.";
static const char hint_stale_resolver[] =
	"Docker copies /etc/resolv.conf when a container starts. ecsprobe --restart-agent gives "
	"it the host's nameservers of today.";
#define DOCKER_TOO                                                                              \
	"sudo systemctl restart docker restarts the agent with it, and ends the containers of " \
	"tasks unless live-restore is on: drain the instance first."
static const char hint_roots_both[] =
	"It read the store once. So does dockerd, at its first pull: both must be "
	"restarted. " DOCKER_TOO
	" ecsprobe --restart-agent restarts the agent alone, and ends no task.";
static const char hint_roots[] =
	"It read the store once. ecsprobe --restart-agent restarts it safely.";
static const char hint_roots_doubted[] =
	"It read the store once. Look whether the cluster shows 'Agent connected: true'; if not, "
	"ecsprobe --restart-agent restarts it safely.";
static const char hint_roots_note[] =
	"It read the store once, and works with what it read. Only its next start reads what is "
	"there now.";
static const char hint_docker_roots[] =
	"dockerd read the store once, at its first pull or log; if that was before, pulls fail of "
	"x509 until it is restarted, which ecsprobe never does. " DOCKER_TOO;
static const char hint_stale_hosts[] =
	"Docker copies /etc/hosts when a container starts, so the agent still goes by the pins of "
	"that time. ecsprobe --restart-agent gives it those of today.";
static const char hint_path_gone[] =
	"An endpoint was made again, perhaps, and the old interface is still there. The agent "
	"resolves the name on each dial, so it needs no restart.";
static const char hint_persists[] =
	"Another restart would end the same way, so none is made until the evidence changes. "
	"Look for a proxy that resolves the ECS names outside of this VPC, or a file that is "
	"not the one the agent reads; --restart-agent=always restarts regardless.";
static const char hint_not_ready[] =
	"Look at the unit's journal and the end of /var/log/ecs/ecs-agent.log. A unit that is dead "
	"is started again with systemctl start.";

static const char hint_unseen_connection[] =
	"Look whether the cluster shows 'Agent connected: true'. With ECS_LOGLEVEL=info and "
	"its log in /var/log/ecs/ecs-agent.log the agent says so itself.";

static const struct agent_rule table[] = {
	{ AGENT(NOWHERE, REQUIRED), 0, CODE_AGENT_ABSENT, RULE_FAIL,
	  "there is no ECS agent on this instance, and one is asked for", hint_required },
	{ AGENT(NOWHERE), 0, CODE_AGENT_ABSENT, RULE_NOTE, "there is no ECS agent {in_sight}",
	  hint_absent },
	{ AGENT(PARTS_UNKNOWN, LOOKED_AS_ROOT), 0, CODE_AGENT_UNKNOWN, RULE_NOTE,
	  "of the agent could not be read: {unknown}", hint_unknown_root },
	{ AGENT(PARTS_UNKNOWN), 0, CODE_AGENT_UNKNOWN, RULE_NOTE,
	  "of the agent could not be read: {unknown}", hint_unknown },

	/* Why it does not run. */
	{ AGENT(STARTS_LATER, CLOUD_PENDING), 0, CODE_AGENT_STARTS_LATER, RULE_NOTE,
	  "{unit} starts after cloud-init, which is not over", hint_later },
	{ AGENT(STARTS_LATER), 0, CODE_AGENT_STARTS_LATER, RULE_NOTE,
	  "{unit} waits for its turn to start: systemd has a job for it", hint_later },
	{ AGENT(DOCKER_DOWN), AGENT(STARTS_LATER, UNIT_DISABLED), CODE_AGENT_NO_RUNTIME, RULE_FAIL,
	  "{docker}, and {unit} needs it", hint_docker },
	{ AGENT(DOCKER_COMING), AGENT(STARTS_LATER, UNIT_DISABLED), CODE_AGENT_NO_RUNTIME,
	  RULE_NOTE, "{docker}, and {unit} needs it", hint_docker_coming },
	{ AGENT(ORPHAN, OWNER_DOUBT), 0, CODE_AGENT_ORPHAN, RULE_FAIL,
	  "the container ecs-agent runs, {unit} is {unit_state}, and who starts it is not "
	  "certain: {owner}",
	  hint_no_orphan },
	{ AGENT(ENDED_TERMINALLY, UNIT_RETRIES), 0, CODE_AGENT_FAILED_TERMINAL, RULE_FAIL,
	  "the agent ended with exit code 5, which no new start mends, and systemd starts it again "
	  "and again",
	  hint_terminal_loop },
	{ AGENT(ENDED_TERMINALLY), 0, CODE_AGENT_FAILED_TERMINAL, RULE_FAIL,
	  "the agent ended with exit code 5, for good: {ended}", hint_terminal },
	{ AGENT(ORPHAN), 0, CODE_AGENT_ORPHAN, RULE_FAIL,
	  "the container ecs-agent runs, but its unit {unit} is {unit_state}", hint_orphan },
	{ AGENT(UNIT_INACTIVE, UNIT_DISABLED), AGENT(STARTS_LATER, ORPHAN, ENDED_TERMINALLY),
	  CODE_AGENT_NOT_RUNNING, RULE_WARN, "{unit} is disabled and does not run", hint_disabled },
	{ AGENT(UNIT_INACTIVE),
	  AGENT(STARTS_LATER, ORPHAN, DOCKER_DOWN, DOCKER_COMING, ENDED_TERMINALLY),
	  CODE_AGENT_NOT_RUNNING, RULE_FAIL, "{unit} is {unit_state} and does not run",
	  hint_inactive },
	{ AGENT(UNIT_FAILED), AGENT(ENDED_TERMINALLY, ORPHAN), CODE_AGENT_NOT_RUNNING, RULE_FAIL,
	  "{unit} is {unit_state}", hint_failed },
	{ AGENT(UNIT_RETRIES), AGENT(ENDED_TERMINALLY, DOCKER_COMING), CODE_AGENT_NOT_RUNNING,
	  RULE_FAIL, "{unit} ended and is started again and again by systemd: {unit_state}",
	  hint_failed },
	{ AGENT(UNIT_MASKED), AGENT(CONTAINER_RUNS), CODE_AGENT_NOT_RUNNING, RULE_WARN,
	  "{unit} is masked, and no agent runs", hint_masked },
	{ AGENT(CONTAINER_EXISTS, OWNER_DOUBT),
	  AGENT(CONTAINER_RUNS, UNIT_LOADED, ENDED_TERMINALLY, UNREADABLE), CODE_AGENT_NOT_RUNNING,
	  RULE_FAIL, "{container}, and who starts it is not certain: {owner}", hint_doubt },
	{ AGENT(CONTAINER_EXISTS), AGENT(CONTAINER_RUNS, UNIT_LOADED, ENDED_TERMINALLY, UNREADABLE),
	  CODE_AGENT_NOT_RUNNING, RULE_FAIL, "{container}, and no unit looks after it",
	  hint_container },

	/* It runs, and how well? */
	/* What was allowed moments ago is not yet known everywhere. */
	{ AGENT(UNREGISTERED, REGISTER_DENIED, JUST_STARTED), 0, CODE_AGENT_REGISTRATION_DENIED,
	  RULE_WARN, "the agent may not register: {denied}", hint_denied },
	{ AGENT(UNREGISTERED, REGISTER_DENIED), 0, CODE_AGENT_REGISTRATION_DENIED, RULE_FAIL,
	  "the agent may not register: {denied}", hint_denied },
	{ AGENT(UNREGISTERED, UNIT_CHANGING), AGENT(REGISTER_DENIED), CODE_AGENT_NOT_REGISTERED,
	  RULE_NOTE, "{unit} is {unit_state}", hint_changing },
	{ AGENT(UNREGISTERED, JUST_STARTED), AGENT(REGISTER_DENIED), CODE_AGENT_NOT_REGISTERED,
	  RULE_NOTE, "the agent was started moments ago and has not registered yet", hint_young },
	{ AGENT(UNREGISTERED, IN_WARM_POOL), AGENT(CONTAINER_GONE, REGISTER_DENIED),
	  CODE_AGENT_NOT_REGISTERED, RULE_NOTE,
	  "the agent has not registered: it waits until the instance leaves its warm pool",
	  hint_warm_pool },
	{ AGENT(UNREGISTERED, WARM_POOL_UNSEEN, UNREGISTERED_LONG),
	  AGENT(CONTAINER_GONE, REGISTER_DENIED), CODE_AGENT_NOT_REGISTERED, RULE_WARN,
	  "the agent has not registered for minutes: it waits until the instance leaves its warm "
	  "pool, perhaps",
	  hint_warm_pool },
	{ AGENT(UNREGISTERED, WARM_POOL_UNSEEN), AGENT(CONTAINER_GONE, REGISTER_DENIED),
	  CODE_AGENT_NOT_REGISTERED, RULE_NOTE,
	  "the agent has not registered: it waits until the instance leaves its warm pool, perhaps",
	  hint_warm_pool },
	{ AGENT(UNREGISTERED, CONTAINER_GONE, UNREGISTERED_LONG),
	  AGENT(UNIT_CHANGING, REGISTER_DENIED), CODE_AGENT_NOT_REGISTERED, RULE_FAIL,
	  "{unit} is active, but {container}", hint_loop },
	{ AGENT(UNREGISTERED, CONTAINER_GONE), AGENT(UNIT_CHANGING, REGISTER_DENIED),
	  CODE_AGENT_NOT_REGISTERED, RULE_WARN, "{unit} is active, but {container}", hint_loop },
	{ AGENT(UNREGISTERED, IS_EXTERNAL, UNREGISTERED_LONG), AGENT(REGISTER_DENIED),
	  CODE_AGENT_NOT_REGISTERED, RULE_FAIL,
	  "the agent runs and has not registered: {introspection}", hint_unregistered_external },
	{ AGENT(UNREGISTERED, IS_EXTERNAL), AGENT(REGISTER_DENIED), CODE_AGENT_NOT_REGISTERED,
	  RULE_WARN, "the agent runs and has not registered: {introspection}",
	  hint_unregistered_external },
	{ AGENT(UNREGISTERED, UNREGISTERED_LONG), AGENT(REGISTER_DENIED), CODE_AGENT_NOT_REGISTERED,
	  RULE_FAIL, "the agent runs and has not registered: {introspection}", hint_unregistered },
	{ AGENT(UNREGISTERED), AGENT(REGISTER_DENIED), CODE_AGENT_NOT_REGISTERED, RULE_WARN,
	  "the agent runs and has not registered: {introspection}", hint_unregistered },
	{ AGENT(ACS_LOST), 0, CODE_AGENT_NOT_CONNECTED, RULE_FAIL,
	  "the agent is registered and has not been connected to ACS for {acs_for}: {acs_trouble}",
	  hint_not_connected },
	{ AGENT(ACS_LOSING), 0, CODE_AGENT_NOT_CONNECTED, RULE_NOTE,
	  "the agent is registered and is not connected to ACS at the moment: {acs_trouble}",
	  hint_losing },
	{ AGENT(ACS_INACTIVE), 0, CODE_AGENT_INACTIVE, RULE_WARN,
	  "ECS calls this container instance inactive, and the agent tries again once an hour",
	  hint_inactive_instance },
	{ AGENT(TOO_OLD), 0, CODE_AGENT_TOO_OLD, RULE_SET,
	  "the agent is {version}, which knows no interface endpoints", hint_too_old },
	{ AGENT(BAD_RESTART), 0, CODE_AGENT_KNOWN_BAD, RULE_WARN,
	  "the agent is {version}, which a restart of docker leaves dead", hint_bad_restart },
	{ AGENT(BAD_STATE), 0, CODE_AGENT_KNOWN_BAD, RULE_WARN,
	  "the agent is {version}, which loses its state when it ends badly", hint_bad_state },

	/* Which way does it talk? */
	{ AGENT(STALE_PATH, ACTION_PERSISTS), 0, CODE_AGENT_STALE_PATH, RULE_WARN,
	  "the agent talks to {public_hosts} ({how_seen}), while the ECS names are private now",
	  hint_path_again },
	{ AGENT(STALE_PATH, ACTION_NOT_READY), 0, CODE_AGENT_STALE_PATH, RULE_WARN,
	  "the agent talks to {public_hosts} ({how_seen}), while the ECS names are private now",
	  hint_path_again },
	{ AGENT(STALE_PATH, OWNER_DOUBT), AGENT(ACTION_PERSISTS, ACTION_NOT_READY),
	  CODE_AGENT_STALE_PATH, RULE_WARN,
	  "the agent talks to {public_hosts} ({how_seen}), while the ECS names are private now",
	  hint_stale_doubt },
	{ AGENT(STALE_PATH), AGENT(ACTION_PERSISTS, ACTION_NOT_READY), CODE_AGENT_STALE_PATH,
	  RULE_WARN,
	  "the agent talks to {public_hosts} ({how_seen}), while the ECS names are private now",
	  hint_stale_path },
	{ AGENT(PUBLIC_PATH, IS_EXTERNAL), 0, CODE_AGENT_PUBLIC_PATH, RULE_EXPECT,
	  "the agent talks to {public_hosts} ({how_seen})", hint_public_path_external },
	{ AGENT(PUBLIC_PATH), 0, CODE_AGENT_PUBLIC_PATH, RULE_EXPECT,
	  "the agent talks to {public_hosts} ({how_seen}): its traffic leaves the VPC",
	  hint_public_path },
	{ AGENT(PATH_GONE), 0, CODE_AGENT_PATH_GONE, RULE_NOTE,
	  "the agent talks to {gone_peer}, which none of the checked names leads to",
	  hint_path_gone },

	/* What does it hold, and what would its next start find? */
	{ AGENT(STALE_CONFIG, CLUSTER_DIFFERS), 0, CODE_AGENT_STALE_CONFIG, RULE_WARN,
	  "the agent holds an old configuration: {changed}", hint_stale_blocked },
	{ AGENT(STALE_CONFIG, JSON_INVALID), 0, CODE_AGENT_STALE_CONFIG, RULE_WARN,
	  "the agent holds an old configuration: {changed}", hint_stale_blocked },
	{ AGENT(STALE_CONFIG, CONFIG_FATAL), 0, CODE_AGENT_STALE_CONFIG, RULE_WARN,
	  "the agent holds an old configuration: {changed}", hint_stale_blocked },
	{ AGENT(STALE_CONFIG, VALUE_REFUSED), 0, CODE_AGENT_STALE_CONFIG, RULE_WARN,
	  "the agent holds an old configuration: {changed}", hint_stale_blocked },
	{ AGENT(STALE_CONFIG, KEYS_CHANGED), AGENT(UNIT_LOADED, UNREADABLE),
	  CODE_AGENT_STALE_CONFIG, RULE_WARN, "the agent holds an old configuration: {changed}",
	  hint_stale_by_hand },
	{ AGENT(STALE_CONFIG, KEYS_CHANGED, KEEPS_CONTAINER), 0, CODE_AGENT_STALE_CONFIG, RULE_WARN,
	  "the agent holds an old configuration: {changed}", hint_stale_kept },
	{ AGENT(STALE_CONFIG, OWNER_DOUBT), 0, CODE_AGENT_STALE_CONFIG, RULE_WARN,
	  "the agent holds an old configuration: {changed}", hint_stale_doubt },
	{ AGENT(STALE_CONFIG), 0, CODE_AGENT_STALE_CONFIG, RULE_WARN,
	  "the agent holds an old configuration: {changed}", hint_stale_config },
	{ AGENT(STALE_RESOLVER, OWNER_DOUBT), 0, CODE_AGENT_STALE_RESOLVER, RULE_WARN,
	  "the agent asks {given}, while this host asks {nameservers}", hint_stale_doubt },
	{ AGENT(STALE_RESOLVER), 0, CODE_AGENT_STALE_RESOLVER, RULE_WARN,
	  "the agent asks {given}, while this host asks {nameservers}", hint_stale_resolver },
	{ AGENT(ROOTS_REFUSE, OWNER_DOUBT), 0, CODE_AGENT_TRUST_STALE, RULE_WARN,
	  "the trust store ({roots}) changed after the agent was started, and it refuses "
	  "certificates that are trusted here",
	  hint_stale_doubt },
	{ AGENT(ROOTS_REFUSE, DOCKER_ROOTS_STALE), 0, CODE_AGENT_TRUST_STALE, RULE_WARN,
	  "the trust store ({roots}) changed after the agent and dockerd were started, and the "
	  "agent refuses certificates that are trusted here",
	  hint_roots_both },
	{ AGENT(ROOTS_REFUSE), 0, CODE_AGENT_TRUST_STALE, RULE_WARN,
	  "the trust store ({roots}) changed after the agent was started, and it refuses "
	  "certificates that are trusted here",
	  hint_roots },
	{ AGENT(ROOTS_DOUBTED), 0, CODE_AGENT_TRUST_STALE, RULE_WARN,
	  "the trust store ({roots}) changed after the agent was started, and TLS to AWS is "
	  "intercepted: it may refuse certificates that are trusted here",
	  hint_roots_doubted },
	{ AGENT(ROOTS_STALE), 0, CODE_AGENT_TRUST_STALE, RULE_NOTE,
	  "the trust store ({roots}) changed after the agent was started", hint_roots_note },
	{ AGENT(DOCKER_ROOTS_STALE), 0, CODE_DOCKERD_TRUST_STALE, RULE_WARN,
	  "the trust store ({docker_roots}) changed after dockerd was started, and TLS to AWS is "
	  "intercepted: it may refuse certificates that are trusted here",
	  hint_docker_roots },
	{ AGENT(STALE_HOSTS, OWNER_DOUBT), 0, CODE_AGENT_HOSTS_STALE, RULE_WARN,
	  "the agent's copy of /etc/hosts pins other addresses than the host's file: {own_pins}",
	  hint_stale_doubt },
	{ AGENT(STALE_HOSTS), 0, CODE_AGENT_HOSTS_STALE, RULE_WARN,
	  "the agent's copy of /etc/hosts pins other addresses than the host's file: {own_pins}",
	  hint_stale_hosts },
	{ AGENT(CLUSTER_DIFFERS), 0, CODE_AGENT_CLUSTER_DIFFERS, RULE_FAIL,
	  "the agent is registered with {registered} and configured for {configured}: its next "
	  "start would be its last",
	  hint_cluster },
	{ AGENT(JSON_INVALID, CONFIG_FATAL), AGENT(UNREADABLE), CODE_AGENT_CONFIG_INVALID,
	  RULE_FAIL,
	  "the agent would not accept /etc/ecs/ecs.config.json: {json}; and its next start would "
	  "fail, or may: {fatal}",
	  hint_json_fatal },
	{ AGENT(JSON_INVALID), 0, CODE_AGENT_CONFIG_INVALID, RULE_FAIL,
	  "the agent would not accept /etc/ecs/ecs.config.json: {json}", hint_json },
	/* Where no agent was seen, others warn of the same line. */
	{ AGENT(CONFIG_FATAL, RUNS), AGENT(UNREADABLE), CODE_AGENT_CONFIG_INVALID, RULE_WARN,
	  "the agent's next start would fail, or may: {fatal}", hint_fatal },
	/* At the first boot, too: nothing runs that would not mind. */
	{ AGENT(CONFIG_FATAL), AGENT(RUNS, UNREADABLE), CODE_AGENT_CONFIG_INVALID, RULE_FAIL,
	  "the agent's next start would fail, or may: {fatal}", hint_fatal },

	{ AGENT(VALUE_REFUSED), AGENT(UNREADABLE), CODE_AGENT_SETTING_REFUSED, RULE_FAIL,
	  "the agent's next start would fail: {refused}", hint_refused },
	{ AGENT(VALUE_UNPROVEN), AGENT(UNREADABLE), CODE_AGENT_SETTING_UNPROVEN, RULE_WARN,
	  "whether the agent's next start gets over a changed setting is not known: {unproven}",
	  hint_unproven },

	{ AGENT(LINES_UNREAD), AGENT(UNREADABLE), CODE_AGENT_SETTING_UNREAD, RULE_NOTE,
	  "lines that no program reads: {unread}", hint_unread },

	{ AGENT(CLOUD_FALLBACK), AGENT(UNREADABLE), CODE_AGENT_CLOUD_INIT_FALLBACK, RULE_FAIL,
	  "cloud-init did not run this instance's user data: the agent's next start would be its "
	  "last",
	  hint_cloud_fallback },
	{ AGENT(NEEDS_IMDSV1), AGENT(UNREADABLE), CODE_AGENT_IMDSV1_ONLY, RULE_FAIL,
	  "the agent is {version}, which sends the metadata service no token, and one is required: "
	  "its next start would fail",
	  hint_imdsv1 },
	{ AGENT(NO_CHECKPOINT), AGENT(UNREADABLE), CODE_AGENT_NO_CHECKPOINT, RULE_WARN,
	  "the agent was run without ECS_DATADIR: its next start would register another container "
	  "instance",
	  hint_no_checkpoint },

	/* What was done about it? */
	{ AGENT(ACTION_PERSISTS), 0, CODE_AGENT_STALE_PERSISTS, RULE_WARN,
	  "a restart did not change what is stale: {evidence}", hint_persists },
	{ AGENT(ACTION_NOT_READY), 0, CODE_AGENT_NOT_READY, RULE_FAIL,
	  "the restart of the agent did not bring it back ready: {outcome}", hint_not_ready },
	{ AGENT(ACTION_UNPROVEN), 0, CODE_AGENT_CONNECTION_UNPROVEN, RULE_WARN,
	  "the agent was restarted and registered; its connection to ACS is not proven: {outcome}",
	  hint_unseen_connection },
};

const struct agent_rule *agent_rules_table(size_t *count)
{
	*count = ARRAY_SIZE(table);
	return table;
}

/* The cause in its log knows better than a hint that names all that it may be. */
static const char *hint_of(const struct agent_rule *rule, const struct path_evidence *path)
{
	const char *const of_start[] = { hint_unregistered, hint_loop, hint_denied, hint_terminal,
					 hint_terminal_loop };
	const char *hint = NULL;

	if (rule->hint == hint_not_connected)
		hint = log_cause_hint(path->acs_cause);
	for (size_t i = 0; i < ARRAY_SIZE(of_start); i++)
		if (rule->hint == of_start[i])
			hint = log_cause_hint(path->register_cause ? path->register_cause
								   : path->last_cause);
	return hint ? hint : rule->hint;
}

/* For the renderers. */
static enum sight connection_of(const struct report *report, rule_bits bits)
{
	enum acs_sight sight;

	if (bits & AGENT(ACS_LOST, ACS_LOSING, ACS_INACTIVE))
		return SIGHT_ABSENT;
	if (!(bits & AGENT(RUNS)) || !report->agent->introspection.arn[0])
		return SIGHT_UNKNOWN;
	sight = remedy_acs(report).sight;
	return sight == ACS_CONNECTED || sight == ACS_HELD ? SIGHT_SEEN : SIGHT_UNKNOWN;
}

void judge_agent(struct report *report, const struct judge_policy *policy)
{
	enum expect expect = policy->expect;
	struct agent_view view;

	/* Outside of EC2 there is no VPC that its traffic could leave. */
	if (expect == EXPECT_AUTO && report->facts->identity.outside)
		expect = EXPECT_ANY;
	if (!report->agent || !report->agent->looked)
		return;
	agent_view_build(&view, report, policy);
	report->acs_connected = connection_of(report, view.bits);
	if (view.bits & AGENT(PARTS_UNKNOWN))
		agent_list_unseen(&view, &report->unseen);
	for (size_t i = 0; i < ARRAY_SIZE(table); i++)
		if (bits_match(view.bits, table[i].need, table[i].forbid))
			finding_add(report, table[i].code,
				    rules_severity(table[i].severity, expect),
				    table[i].code == CODE_DOCKERD_TRUST_STALE ? "dockerd" : "agent",
				    agent_text(table[i].message, &view),
				    hint_of(&table[i], &view.agent->path));
}
