/* SPDX-License-Identifier: Apache-2.0 */
/* The bits that endpoints, history and policy add to those of the agent. */
#include <string.h>

#include "clock.h"
#include "remedy_rules.h"

static const uint64_t second_us = 1000000;
/* A start may follow this long after the request. */
static const int64_t its_own_start_us = INT64_C(600) * 1000000;
/* A container that is started this long after it was created was restarted. */
static const int64_t started_again_us = INT64_C(60) * 1000000;

/* A name that does not exist here is judged by the numbered host in its place. */
static rule_bits bits_of_endpoints(const struct report *report)
{
	size_t count;
	const struct endpoint_verdict *endpoints = agent_next_endpoints(report, &count);
	const char *names[ECS_NAMES + 1];
	size_t name_count = agent_start_names(report, names);
	rule_bits bits = 0;

	for (size_t i = 0; i < name_count; i++) {
		const struct endpoint_verdict *e = agent_next_endpoint(report, names[i]);

		if (e && agent_endpoint_is_dead(e))
			bits |= REMEDY(ENDPOINTS_DEAD);
		if (!e || e->status == STATUS_SKIP)
			bits |= REMEDY(ENDPOINTS_UNSEEN);
	}
	for (size_t i = 0; i < count; i++) {
		const struct endpoint_verdict *e = &endpoints[i];

		if (!target_is_handed_out(e->target))
			continue;
		if (agent_endpoint_is_dead(e))
			bits |= REMEDY(ENDPOINTS_DEAD);
		if (e->status == STATUS_SKIP)
			bits |= REMEDY(ENDPOINTS_UNSEEN);
	}
	return bits;
}

/* Without root nearly everything is hidden; with root the container's environment counts most. */
static rule_bits bits_of_sight(const struct agent_view *view)
{
	bool no_container = (view->bits & AGENT(UNIT_LOADED)) &&
			    !(view->bits & AGENT(WITHOUT_CONTAINER)) &&
			    view->agent->container.sight == SIGHT_UNKNOWN;
	bool root = (view->bits & AGENT(LOOKED_AS_ROOT)) != 0;

	return (no_container || (!root && (view->bits & AGENT(PARTS_UNKNOWN))) ? REMEDY(IS_BLIND)
									       : 0) |
	       (no_container && root ? REMEDY(DOCKER_SILENT) : 0);
}

/* ABSENT differs: an agent that is not registered has no cluster to leave. */
static bool is_cluster_unseen(const struct agent_status *agent)
{
	return agent->introspection.sight == SIGHT_UNKNOWN && agent->config.sight == SIGHT_SEEN &&
	       string_list_has(&agent->config.changed, "ECS_CLUSTER");
}

static bool is_imds_silent(const struct imds_status *imds)
{
	return !imds->asked || imds->code != CODE_NONE;
}

/* An agent that runs may live on credentials that it got before. */
static bool lacks_credentials(const struct report *report)
{
	const struct instance_role *role = &report->facts->role;

	return report->agent && report->agent->config.own_credentials != SIGHT_SEEN &&
	       (role->sight == SIGHT_ABSENT || instance_role_fails(role));
}

/* systemd's own record of the unit, which no lost file removes.  Its first start of this boot is no
 * restart.  Whether a stopped unit had been restarted before cannot be seen, so that counts only if
 * ecsprobe's own history is gone. */
static uint64_t since_unit_restart(const struct situation *s, const struct history *history)
{
	const struct unit_status *unit = &s->view.agent->unit;
	uint64_t started_us = unit->main_start_monotonic_us;
	bool again = unit->active_exit_monotonic_us && started_us > unit->active_exit_monotonic_us;

	if (!(s->view.bits & AGENT(UNIT_LOADED)) || !started_us)
		return UINT64_MAX;
	if (!again && !((s->view.bits & AGENT(UNIT_DEAD)) && history && history->lost))
		return UINT64_MAX;
	return s->policy->now_monotonic_us > started_us ? s->policy->now_monotonic_us - started_us
							: 0;
}

static uint64_t since_container_restart(const struct situation *s)
{
	const struct container_status *container = &s->view.agent->container;
	int64_t now_us = s->policy->now.time_s * (int64_t)second_us;

	if ((s->view.bits & AGENT(UNIT_LOADED)) || !(s->view.bits & AGENT(CONTAINER_RUNS)) ||
	    container->created_us <= 0 || container->started_us > now_us ||
	    container->started_us - container->created_us <= started_again_us)
		return UINT64_MAX;
	return (uint64_t)(now_us - container->started_us);
}

static void count_restarts(struct situation *s, const struct history *history)
{
	uint64_t others[] = { since_unit_restart(s, history), since_container_restart(s) };

	s->last_us = UINT64_MAX;
	s->restarts = 0;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (others[i] < s->last_us)
			s->last_us = others[i];
	for (size_t i = 0; history && i < history->count; i++) {
		const struct history_entry *entry = &history->entries[i];
		uint64_t age_us = history_age_us(&entry->at, &s->policy->now);

		if (!action_kind_acts(entry->kind))
			continue;
		if (age_us < s->last_us)
			s->last_us = age_us;
		s->restarts += age_us <= s->policy->window_us;
	}
}

/* An agent that is back on the path it should leave is not ready, but the restart ended. */
static bool is_known_end(const struct history_entry *entry)
{
	return action_result_is_back(entry->result) ||
	       (entry->result == RESULT_NOT_READY && entry->evidence_stood);
}

/* No ecsprobe saw how the restart ended, or none waited for it; but the agent was started then.  A
 * much later start has another cause. */
static bool was_done_unseen(const struct history_entry *entry, const struct agent_view *view)
{
	const struct agent_status *agent = view->agent;
	int64_t start_us = view->bits & AGENT(UNIT_LOADED) ? agent->unit.main_start_us
							   : agent->container.started_us;
	int64_t asked_us = entry->at.time_s * (int64_t)second_us;
	bool unseen = entry->result == RESULT_NOT_TRIED ||
		      (entry->result == RESULT_NOT_READY && !entry->evidence_stood);

	return unseen && start_us >= asked_us && start_us - asked_us <= its_own_start_us;
}

/* Whether this evidence was still there after the newest restart for it.  If any evidence went away
 * since then, it starts over. */
static bool does_persist(const struct history *history, const struct agent_view *view,
			 const char *fingerprint)
{
	for (size_t i = history ? history->count : 0; *fingerprint && i-- > 0;) {
		const struct history_entry *entry = &history->entries[i];
		bool same = strcmp(entry->fingerprint, fingerprint) == 0;

		if (!action_kind_acts(entry->kind) || !entry->fingerprint[0])
			continue;
		if (same && was_done_unseen(entry, view))
			return true;
		if (!is_known_end(entry))
			continue;
		if (!entry->evidence_stood)
			return false;
		if (same)
			return true;
	}
	return false;
}

/* Whatever an earlier start did, this one came up with the files as they are. */
static bool runs_with_its_files(const struct agent_view *view)
{
	const struct agent_status *agent = view->agent;

	return (view->bits & AGENT(RUNS)) && !(view->bits & AGENT(STALE_CONFIG)) &&
	       agent->config.sight == SIGHT_SEEN && agent->introspection.sight == SIGHT_SEEN &&
	       agent->introspection.arn[0];
}

void situation_build(struct situation *s, const struct report *report,
		     const struct history *history, const struct remedy_policy *policy,
		     const char *fingerprint)
{
	bool if_stale = policy->mode == RESTART_IF_STALE;
	rule_bits bits;

	*s = (struct situation){ .policy = policy };
	agent_view_build(&s->view, report, NULL);
	count_restarts(s, history);
	bits = bits_of_endpoints(report) | bits_of_sight(&s->view);
	if (if_stale)
		bits |= REMEDY(MODE_IF_STALE);
	if (fingerprint[0])
		bits |= REMEDY(HAS_EVIDENCE);
	s->blamed = history_blamed(history, s->view.agent->config.fingerprint);
	if (s->blamed && !runs_with_its_files(&s->view))
		bits |= REMEDY(FAILED_BEFORE);
	if (does_persist(history, &s->view, fingerprint))
		bits |= REMEDY(EVIDENCE_PERSISTS);
	if (is_imds_silent(&report->facts->imds))
		bits |= REMEDY(IMDS_SILENT);
	if (lacks_credentials(report))
		bits |= REMEDY(NO_CREDENTIALS);
	if (clock_is_rejected(report))
		bits |= REMEDY(CLOCK_WRONG);
	if (report->agent && agent_is_imdsv1_only(report, s->view.bits) &&
	    report->facts->launch.tokens_required == SIGHT_UNKNOWN)
		bits |= REMEDY(TOKENS_UNSEEN);
	if (is_cluster_unseen(s->view.agent))
		bits |= REMEDY(CLUSTER_UNSEEN);
	if (s->last_us < policy->cool_down_us)
		bits |= REMEDY(COOLING);
	if (s->restarts >= policy->maximum)
		bits |= REMEDY(AT_MAXIMUM);
	if (if_stale && !policy->allow_upgrade && (s->view.bits & AGENT(IS_UPGRADE)))
		bits |= REMEDY(UPGRADE_BARRED);
	s->view.bits |= bits;
}
