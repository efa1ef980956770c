/* SPDX-License-Identifier: Apache-2.0 */
#include "agent_view.h"

#include <limits.h>
#include <signal.h>
#include <string.h>

#include "log_causes.h"

enum {
	EXIT_STATUS_TERMINAL = 5,
	READY_WITHIN_S = 90,
	/* Twice the time of a slow machine, and a dozen attempts (ecs_client.go). */
	REGISTERS_WITHIN_S = 300,
};

static const int64_t second_us = 1000000;

static rule_bits bits_of_active(const struct unit_status *unit)
{
	switch (unit_state(unit)) {
	case UNIT_STATE_INACTIVE:
		return AGENT(UNIT_DEAD, UNIT_INACTIVE);
	case UNIT_STATE_FAILED:
		return AGENT(UNIT_DEAD, UNIT_FAILED);
	case UNIT_STATE_UNKNOWN:
		return AGENT(UNREADABLE);
	case UNIT_STATE_ACTIVATING:
	case UNIT_STATE_DEACTIVATING:
		return AGENT(UNIT_UP) |
		       (unit_retries(unit) ? AGENT(UNIT_RETRIES) : AGENT(UNIT_CHANGING));
	case UNIT_STATE_ACTIVE:
	case UNIT_STATE_RELOADING:
	case UNIT_STATE_REFRESHING:
	case UNIT_STATE_MAINTENANCE:
		break;
	}
	return AGENT(UNIT_UP) | (unit_retries(unit) ? AGENT(UNIT_RETRIES) : 0);
}

static rule_bits bits_of_unit(const struct agent_status *agent)
{
	const struct unit_status *unit = &agent->unit;
	rule_bits bits;

	if (unit->sight == SIGHT_UNKNOWN)
		return agent_runs_as(agent) == RUNS_AS_CONTAINER ? 0 : AGENT(UNREADABLE);
	if (unit->sight == SIGHT_ABSENT)
		return 0;
	if (unit_load(unit) == UNIT_LOAD_MASKED)
		return AGENT(UNIT_MASKED);
	if (unit_load(unit) != UNIT_LOAD_LOADED)
		return AGENT(UNREADABLE);
	bits = AGENT(UNIT_LOADED) | bits_of_active(unit);
	if (unit_is_disabled(unit))
		bits |= AGENT(UNIT_DISABLED);
	if (unit->job_queued)
		bits |= AGENT(UNIT_JOB);
	if (unit->without_container)
		bits |= AGENT(WITHOUT_CONTAINER);
	return bits;
}

/* Where the unit is the agent itself, a container of that name is a stranger. */
static rule_bits bits_of_container(const struct agent_status *agent, rule_bits unit)
{
	const struct container_status *container = &agent->container;

	if (unit & AGENT(WITHOUT_CONTAINER))
		return 0;
	if (container->sight == SIGHT_UNKNOWN) {
		bool blind = !(unit & AGENT(UNIT_LOADED)) || agent->docker.sight == SIGHT_UNKNOWN;

		return blind ? AGENT(UNREADABLE) : 0;
	}
	if (container->sight == SIGHT_SEEN && container->running)
		return AGENT(CONTAINER_EXISTS, CONTAINER_RUNS);
	return (container->sight == SIGHT_SEEN ? AGENT(CONTAINER_EXISTS) : 0) |
	       ((unit & AGENT(UNIT_UP)) ? AGENT(CONTAINER_GONE) : 0);
}

/* cloud-final stays active once it has finished; inactive without a job, it will not run in this
 * boot. */
static bool is_cloud_pending(const struct agent_status *agent)
{
	const struct unit_status *cloud = &agent->cloud_final;

	return agent->unit.after_cloud_final && cloud->sight == SIGHT_SEEN &&
	       (unit_state(cloud) == UNIT_STATE_ACTIVATING ||
		(unit_state(cloud) == UNIT_STATE_INACTIVE && cloud->job_queued));
}

/* Whether its start would wait cannot be seen. */
static bool is_cloud_unseen(const struct agent_status *agent)
{
	return agent->unit.after_cloud_final && agent->cloud_final.sight == SIGHT_UNKNOWN;
}

bool agent_unit_ended_terminally(const struct agent_status *agent)
{
	return agent->unit.main_code == CLD_EXITED &&
	       agent->unit.main_status == EXIT_STATUS_TERMINAL;
}

static bool ended_terminally(const struct agent_status *agent, rule_bits bits)
{
	if (bits & AGENT(UNIT_DEAD, UNIT_RETRIES))
		return agent_unit_ended_terminally(agent);
	return (bits & AGENT(CONTAINER_EXISTS)) &&
	       !(bits & AGENT(CONTAINER_RUNS, UNIT_LOADED, UNREADABLE)) &&
	       agent->container.exit_code == EXIT_STATUS_TERMINAL;
}

static rule_bits bits_of_owner(const struct agent_status *agent)
{
	const struct agent_owner *owner = &agent->owner;
	const struct container_status *container = &agent->container;
	rule_bits bits = 0;

	if (owner->kind == OWNER_UNCERTAIN)
		bits |= AGENT(OWNER_DOUBT);
	if (owner->kind == OWNER_NOBODY)
		bits |= AGENT(OWNERLESS);
	if (owner->kind != OWNER_UNIT)
		return bits;
	if (owner->fault != FAULT_NONE)
		bits |= AGENT(OWNER_FAULTY);
	if (owner->unread)
		bits |= AGENT(OWNER_UNREAD);
	if (owner->keeps)
		bits |= AGENT(KEEPS_CONTAINER);
	if (owner->recreates && container->sight == SIGHT_SEEN &&
	    container->data_outside != SIGHT_SEEN)
		bits |= AGENT(LOSES_STATE);
	return bits;
}

/* What unit and container say together. */
static rule_bits bits_of_state(const struct agent_status *agent, rule_bits bits)
{
	rule_bits more = 0;

	if (agent_is_unfound(agent))
		more |= AGENT(UNFOUND, UNREADABLE);
	else if (!(bits & AGENT(UNIT_LOADED, UNIT_MASKED, CONTAINER_EXISTS, UNREADABLE)))
		more |= AGENT(NOWHERE);
	if (((bits & AGENT(UNIT_UP)) && !(bits & AGENT(UNIT_RETRIES))) ||
	    ((bits & AGENT(CONTAINER_RUNS)) && !(bits & AGENT(UNIT_LOADED))))
		more |= AGENT(RUNS);
	if ((bits & AGENT(UNIT_DEAD)) && (bits & AGENT(CONTAINER_RUNS)) &&
	    !(bits & AGENT(UNIT_JOB)))
		more |= AGENT(ORPHAN);
	/* ecs-init removes any container that it finds, and mounts its own directory. */
	if ((more & AGENT(ORPHAN)) && !agent->owner.own &&
	    (agent->container.data_outside != SIGHT_SEEN ||
	     agent->state.at_ecs_init == SIGHT_ABSENT))
		more |= AGENT(LOSES_STATE);
	/* Registered, it has opened its file: somebody removed that. */
	if ((more & AGENT(RUNS, ORPHAN)) && agent->introspection.arn[0] &&
	    agent->state.file == SIGHT_ABSENT)
		more |= AGENT(LOSES_STATE);
	if (is_cloud_pending(agent))
		more |= AGENT(CLOUD_PENDING);
	if ((bits & AGENT(UNIT_DEAD)) && is_cloud_unseen(agent))
		more |= AGENT(CLOUD_UNSEEN);
	if ((bits & AGENT(UNIT_INACTIVE)) &&
	    ((bits & AGENT(UNIT_JOB)) ||
	     ((more & AGENT(CLOUD_PENDING)) && !(bits & AGENT(UNIT_DISABLED)))))
		more |= AGENT(STARTS_LATER);
	if (ended_terminally(agent, bits | more))
		more |= AGENT(ENDED_TERMINALLY);
	return bits | more;
}

/* If ecs-init started it, ecs-init's own start counts: a container that ends and is recreated every
 * few seconds is always young. */
static rule_bits bits_of_age(const struct report *report, rule_bits bits)
{
	const struct agent_status *agent = report->agent;
	int64_t start_us = bits & AGENT(UNIT_LOADED) ? agent->unit.main_start_us
						     : agent->container.started_us;
	int64_t age_s = report->time_s - start_us / second_us;

	if (start_us <= 0 || age_s < 0)
		return 0;
	if (age_s < READY_WITHIN_S)
		return AGENT(JUST_STARTED);
	/* If its owner recreated the container, for example to update the agent. */
	if (agent->container.running &&
	    report->time_s - agent->container.started_us / second_us < READY_WITHIN_S)
		return 0;
	return (bits & AGENT(UNREGISTERED)) && age_s >= REGISTERS_WITHIN_S
		       ? AGENT(UNREGISTERED_LONG)
		       : 0;
}

/* Between two failures it waits in the same state. */
bool agent_docker_is_coming(const struct agent_status *agent)
{
	const struct unit_status *docker = &agent->docker;

	return docker->sight == SIGHT_SEEN && unit_state(docker) == UNIT_STATE_ACTIVATING &&
	       !unit_retries(docker);
}

/* Its package asks systemd; without that unit only the socket can tell. */
static bool is_docker_down(const struct agent_status *agent)
{
	const struct unit_status *docker = &agent->docker;

	if (docker->sight == SIGHT_SEEN)
		return unit_state(docker) != UNIT_STATE_ACTIVE &&
		       unit_state(docker) != UNIT_STATE_RELOADING && !agent_docker_is_coming(agent);
	return docker->sight == SIGHT_ABSENT && agent->container.sight == SIGHT_UNKNOWN;
}

/* ecs-init downloads unless both the archive and its state file exist, even if the image is
 * loaded. */
static bool is_image_missing(const struct agent_status *agent)
{
	const struct image_evidence *image = &agent->image;

	/* The cache is ecs-init's: a unit of another kind has the image in Docker. */
	if (agent->owner.own)
		return agent->owner.pulls;
	return !image->cached || (image->cache_state != IMAGE_CACHE_CURRENT &&
				  image->cache_state != IMAGE_CACHE_RELOAD);
}

/* It asks for its instance's state, and waits for it, only if it is configured to. */
static rule_bits bits_of_warm_pool(const struct config_evidence *config,
				   const struct launch *launch)
{
	if (!config->warm_pool_check || config->external)
		return 0;
	/* A start waits until the target state is InService, and ends with 5 where there is none:
	 * waitUntilInstanceInService() of aws/amazon-ecs-agent. */
	if (!launch->lifecycle_known)
		return AGENT(WARM_POOL_UNSEEN);
	if (strncmp(launch->lifecycle, "Warmed", strlen("Warmed")) == 0)
		return AGENT(IN_WARM_POOL, NOT_IN_SERVICE);
	return strcmp(launch->lifecycle, "InService") != 0 ? AGENT(NOT_IN_SERVICE) : 0;
}

/* aws-sdk-go sends tokens from 1.25.38 on, and the agent has that from 1.36.1 on.  What
 * an update brings is newer. */
bool agent_is_imdsv1_only(const struct report *report, rule_bits bits)
{
	static const unsigned first[3] = { 0, 0, 1 };
	static const unsigned last[3] = { 1, 36, 0 };

	return !(bits & AGENT(IS_EXTERNAL, IS_UPGRADE)) &&
	       agent_version_within(report->agent, first, last);
}

/* Agents before 1.105.0 do not check it.  For an agent with an unknown version assume the newest.
 * Without cloud-init, or without user data, there is nothing to find. A result that cannot be read
 * matters to a unit that shows it to the agent. */
static rule_bits bits_of_cloud(const struct report *report, rule_bits bits)
{
	static const unsigned first[3] = { 0, 0, 1 };
	static const unsigned last[3] = { 1, 104, UINT_MAX };
	const struct launch *launch = &report->facts->launch;
	const struct agent_status *agent = report->agent;

	if ((bits & AGENT(IS_EXTERNAL)) || (launch->user_data_known && !launch->user_data_given) ||
	    (!(bits & AGENT(IS_UPGRADE)) && agent_version_within(agent, first, last)))
		return 0;
	switch (agent->cloud_fallback) {
	case SIGHT_SEEN:
		return launch->user_data_known ? AGENT(CLOUD_FALLBACK) : AGENT(FALLBACK_UNSEEN);
	case SIGHT_UNKNOWN:
		return agent->unit.by_ecs_init ? AGENT(FALLBACK_UNSEEN) : 0;
	case SIGHT_ABSENT:
		break;
	}
	return 0;
}

/* What an old agent or a new one asks of the machine before it registers. */
static rule_bits bits_of_launch(const struct report *report, rule_bits bits)
{
	rule_bits more = bits_of_cloud(report, bits);

	if (agent_is_imdsv1_only(report, bits) &&
	    report->facts->launch.tokens_required == SIGHT_SEEN)
		more |= AGENT(NEEDS_IMDSV1);
	return more;
}

static rule_bits bits_of_start(const struct report *report, rule_bits bits)
{
	const struct agent_status *agent = report->agent;
	rule_bits more = 0;

	if ((bits & AGENT(UNIT_LOADED)) && !(bits & AGENT(WITHOUT_CONTAINER))) {
		more |= is_docker_down(agent) ? AGENT(DOCKER_DOWN) : 0;
		more |= agent_docker_is_coming(agent) ? AGENT(DOCKER_COMING) : 0;
		more |= is_image_missing(agent) ? AGENT(IMAGE_MISSING) : 0;
		more |= agent->image.cache_state == IMAGE_CACHE_RELOAD && !agent->owner.own
				? AGENT(IS_UPGRADE)
				: 0;
	}
	more |= agent->config.json_invalid ? AGENT(JSON_INVALID) : 0;
	more |= agent->config.fatal.count ? AGENT(CONFIG_FATAL) : 0;
	more |= agent->config.refused.count ? AGENT(VALUE_REFUSED) : 0;
	more |= agent->config.unproven.count ? AGENT(VALUE_UNPROVEN) : 0;
	more |= agent->config.file_unseen[0] ? AGENT(FILE_UNSEEN) : 0;
	more |= report->facts->host.agent_backend_unusable ? AGENT(BACKEND_UNUSABLE) : 0;
	more |= agent->image.update_pending ? AGENT(UPDATE_PENDING) : 0;
	more |= agent->config.external ? AGENT(IS_EXTERNAL) : 0;
	more |= agent->config.no_checkpoint ? AGENT(NO_CHECKPOINT) : 0;
	more |= agent->config.unread.count ? AGENT(LINES_UNREAD) : 0;
	more |= bits_of_launch(report, bits | more);
	return more | bits_of_warm_pool(&agent->config, &report->facts->launch);
}

const char *agent_configured_cluster(const struct report *report)
{
	const struct config_evidence *config = &report->agent->config;
	const struct launch *launch = &report->facts->launch;

	if (config->cluster_sight == SIGHT_SEEN && config->cluster[0])
		return config->cluster;
	if (config->cluster_sight == SIGHT_UNKNOWN)
		return "";
	if (config->external)
		return "default";
	if (!launch->user_data_known)
		return "";
	return launch->user_data_cluster[0] ? launch->user_data_cluster : "default";
}

/* The agent compares the strings: a name is not the ARN that ends in it, and it would
 * end with 5 (agent/app/agent.go). */
static bool does_cluster_differ(const struct report *report)
{
	const struct introspection *seen = &report->agent->introspection;
	const char *configured = agent_configured_cluster(report);

	return seen->sight == SIGHT_SEEN && seen->cluster[0] && *configured &&
	       strcmp(seen->cluster, configured) != 0;
}

static int compare_versions(const unsigned a[static 3], const unsigned b[static 3])
{
	for (size_t i = 0; i < 3; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

bool agent_version_within(const struct agent_status *agent, const unsigned from[static 3],
			  const unsigned to[static 3])
{
	static const unsigned unknown[3] = { 0 };
	const unsigned *version = agent->introspection.version_numbers;

	return agent->introspection.sight == SIGHT_SEEN && compare_versions(version, unknown) > 0 &&
	       compare_versions(from, version) <= 0 && compare_versions(version, to) <= 0;
}

/* The ECS developer guide on interface VPC endpoints, and issues #4270 and #2618
 * of aws/amazon-ecs-agent; both ends belong to the range. */
static rule_bits bits_of_version(const struct agent_status *agent)
{
	static const struct {
		rule_bits bit;
		unsigned from[3], to[3];
	} rows[] = {
		{ AGENT(TOO_OLD), { 0, 0, 0 }, { 1, 25, 0 } },
		{ AGENT(BAD_RESTART), { 1, 85, 0 }, { 1, 86, 0 } },
		{ AGENT(BAD_STATE), { 1, 44, 0 }, { 1, 44, 3 } },
	};
	rule_bits bits = 0;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (agent_version_within(agent, rows[i].from, rows[i].to))
			bits |= rows[i].bit;
	return bits;
}

static rule_bits bits_of_introspection(const struct report *report, rule_bits bits)
{
	const struct introspection *seen = &report->agent->introspection;
	rule_bits more = bits_of_version(report->agent);

	if ((bits & AGENT(RUNS)) &&
	    (seen->sight == SIGHT_ABSENT || (seen->sight == SIGHT_SEEN && !seen->arn[0])))
		more |= AGENT(UNREGISTERED);
	if (does_cluster_differ(report))
		more |= AGENT(CLUSTER_DIFFERS);
	if ((more & AGENT(UNREGISTERED)) && log_cause_denies(report->agent->path.register_cause))
		more |= AGENT(REGISTER_DENIED);
	more |= bits_of_age(report, bits | more);
	if ((bits & AGENT(RUNS)) && !(more & AGENT(UNREGISTERED)))
		more |= agent_acs_bits(report, bits | more);
	return more | (more & AGENT(ACS_UNSEEN) ? AGENT(PARTS_UNKNOWN) : 0);
}

static bool dials(const struct report *report, enum dialler dialler, const char *service)
{
	for (size_t i = 0; i < report->endpoint_count; i++)
		if (report->endpoints[i].target->dialled_by == dialler &&
		    strcmp(report->endpoints[i].target->service, service) == 0)
			return true;
	return false;
}

/* With a certificate of a private authority, which an older store may not contain. */
static bool is_intercepted(const struct report *report, enum dialler dialler)
{
	for (size_t i = 0; i < report->findings.count; i++)
		if (report->findings.items[i].code == CODE_TLS_INTERCEPTED &&
		    dials(report, dialler, report->findings.items[i].subject))
			return true;
	return false;
}

static bool is_after(const struct roots_evidence *roots, int64_t start_us)
{
	return roots->sight == SIGHT_SEEN && start_us > 0 && roots->changed_us > start_us;
}

static bool fails_for_certificates(const struct path_evidence *path, rule_bits bits)
{
	return ((bits & AGENT(UNREGISTERED)) && path->register_cause == LOG_CAUSE_X509) ||
	       ((bits & AGENT(ACS_LOST, ACS_LOSING)) && path->acs_cause == LOG_CAUSE_X509);
}

/* Go reads the roots once in the life of a process.  dockerd may not have needed them before the
 * change; where TLS is intercepted, assume that it has. */
static rule_bits bits_of_roots(const struct report *report, rule_bits bits)
{
	const struct agent_status *agent = report->agent;
	int64_t start_us = bits & AGENT(WITHOUT_CONTAINER) ? agent->unit.main_start_us
							   : agent->container.started_us;
	rule_bits more = 0;

	if (is_after(&agent->docker_roots, agent->docker.main_start_us) &&
	    is_intercepted(report, DIALLER_DOCKERD))
		more |= AGENT(DOCKER_ROOTS_STALE);
	if (!(bits & AGENT(RUNS)) || !is_after(&agent->roots, start_us))
		return more;
	more |= AGENT(ROOTS_STALE);
	if (fails_for_certificates(&agent->path, bits))
		more |= AGENT(ROOTS_REFUSE) | (bits & AGENT(UNREGISTERED, ACS_LOST) ||
							       is_intercepted(report, DIALLER_AGENT)
						       ? AGENT(ROOTS_PROVEN)
						       : 0);
	else if (agent->path.acs != ACS_WORD_CONNECTED && is_intercepted(report, DIALLER_AGENT))
		more |= AGENT(ROOTS_DOUBTED);
	return more;
}

static rule_bits bits_of_action(const struct action *action)
{
	if (!action || !action->asked)
		return 0;
	return AGENT(REQUIRED) |
	       (action->kind == ACTION_NONE && action->reason == REASON_STALE_PERSISTS
			? AGENT(ACTION_PERSISTS)
			: 0) |
	       (action->result == RESULT_NOT_READY ? AGENT(ACTION_NOT_READY) : 0) |
	       (action->result == RESULT_UNPROVEN ? AGENT(ACTION_UNPROVEN) : 0);
}

void agent_view_build(struct agent_view *view, const struct report *report,
		      const struct judge_policy *policy)
{
	static const struct agent_status nobody;
	const struct agent_status *agent = report->agent;

	*view = (struct agent_view){ .report = report, .policy = policy, .agent = &nobody };
	view->bits = bits_of_action(report->action);
	if (policy && policy->require_agent)
		view->bits |= AGENT(REQUIRED);
	if (!agent || !agent->looked) {
		view->bits |= AGENT(UNREADABLE);
		return;
	}
	view->agent = agent;
	view->bits |= bits_of_unit(agent);
	view->bits |= bits_of_container(agent, view->bits);
	view->bits = bits_of_state(agent, view->bits);
	view->bits |= bits_of_owner(agent);
	view->bits |= agent->privileged ? AGENT(LOOKED_AS_ROOT) : 0;
	if ((view->bits & AGENT(RUNS, ORPHAN)) && agent->own_network == SIGHT_SEEN)
		view->bits |= AGENT(OTHER_NETWORK);
	if (agent_any_unseen(agent, view->bits))
		view->bits |= AGENT(PARTS_UNKNOWN);
	if ((view->bits & AGENT(UNFOUND)) && !agent->introspection.arn[0])
		view->bits |= AGENT(UNREGISTERED);
	/* The files need not be those of an agent that nobody found. */
	if (view->bits & AGENT(NOWHERE, UNFOUND))
		return;
	view->bits |= bits_of_start(report, view->bits);
	view->bits |= bits_of_introspection(report, view->bits);
	view->bits |= bits_of_roots(report, view->bits);
	if (view->bits & AGENT(RUNS))
		view->bits |= agent_stale_bits(report);
	/* A version without support for interface endpoints does not move at a restart. */
	if (view->bits & AGENT(TOO_OLD))
		view->bits &= ~AGENT(STALE_PATH);
}
