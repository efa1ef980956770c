/* SPDX-License-Identifier: Apache-2.0 */
/* What the follow-up's names say of the endpoint that they were asked for. */
#include <string.h>

#include "view.h"

/* Addresses that its own name has too take it nowhere else. */
static bool leads_elsewhere(const struct view *view, const struct answer *answer)
{
	for (size_t i = 0; i < answer->address_count; i++) {
		bool known = false;

		for (size_t n = 0; n < view->endpoint->address_count; n++)
			known |= view->endpoint->addresses[n].judged &&
				 ip_equal(&view->endpoint->addresses[n].outcome->ip,
					  &answer->addresses[i]);
		if (!known)
			return true;
	}
	return false;
}

static const struct target *find_search_name(const struct view *view, const char *host,
					     size_t *index)
{
	const struct plan *followup = view->report->followup;
	const struct target *origin = view->endpoint->target;

	for (size_t i = 0; i < followup->count; i++) {
		const struct target *t = &followup->targets[i];

		if (t->purpose != PURPOSE_SEARCH_NAME || strcmp(t->host, host) != 0 ||
		    &view->report->plan->targets[t->origin] != origin)
			continue;
		*index = i;
		return t;
	}
	return NULL;
}

/* The first of the search list that has an address is the last one asked. */
void scene_search_names(struct view *view)
{
	const struct report *report = view->report;
	char names[MAX_SEARCH][HOST_BYTES];
	size_t count = resolv_conf_search_names(&view->endpoint->vantage->resolver,
						view->endpoint->target->host, names);

	for (size_t n = 0; report->followup && n < count && !view->captured_by; n++) {
		size_t i;
		const struct target *target = find_search_name(view, names[n], &i);
		const struct answer *answer;
		struct view_gap gap;

		if (!target)
			continue;
		answer = view_answer(target, &report->followup_outcomes->targets[i],
				     view->endpoint->vantage, &gap);
		view->bits |= gap.cut;
		if (!answer)
			continue;
		view->captured_by = target;
		view->captured_to = answer;
		if (leads_elsewhere(view, answer))
			view->symptom = CODE_SEARCH_CAPTURES_NAME;
	}
}

/* Where the routes could not be read, what was dialled of the same family shows it. */
static bool is_usable(const struct view *view, const struct ip *ip)
{
	const struct host_facts *host = &view->report->facts->host;

	if (ip->family == IP_V4 ? host->usable_v4 : host->usable_v6)
		return true;
	for (size_t i = 0; i < view->endpoint->address_count; i++) {
		const struct attempt_outcome *attempt = view->endpoint->addresses[i].outcome;

		if (attempt->ip.family == ip->family && attempt->dialled)
			return true;
	}
	return false;
}

/* Nobody dials an address of a family for which this host has no route.  What a server did
 * not answer may lead the same way. */
static bool leads_elsewhere_now(const struct view *view, const struct answer *answer, bool lost)
{
	const struct facts *facts = view->report->facts;
	bool nowhere = true;

	for (size_t i = 0; answer && i < answer->address_count; i++) {
		enum address_class class = network_class_of(&facts->network, &answer->addresses[i]);

		if (!is_usable(view, &answer->addresses[i]))
			continue;
		nowhere = false;
		if (class == CLASS_BLACKHOLE ||
		    class_is_private(class) != ((view->bits & ENDPOINT(IS_PRIVATE)) != 0))
			return true;
	}
	return nowhere && !lost;
}

/* Whoever asks later is sent where nobody looked. */
void scene_second_look(struct view *view, size_t index)
{
	const struct report *report = view->report;
	const struct target *target = &report->followup->targets[index];
	const struct target_outcome *outcome = &report->followup_outcomes->targets[index];
	struct view_gap gap;
	const struct answer *answer = view_answer(target, outcome, view->endpoint->vantage, &gap);

	if (view->symptom != CODE_NONE || (view->bits & ENDPOINT(IS_MIXED)))
		return;
	view->bits |= gap.cut;
	if (!gap.cut && leads_elsewhere_now(view, answer, gap.lost))
		view->symptom = CODE_ANSWERS_FLAP;
	view->second = answer;
}

/* --- the registry's dual-stack name, where the plain one has IPv4 alone ------------------ */

static bool is_followed(const struct view *view, const struct target *t)
{
	const struct plan *plan = view->report->plan;

	return t->purpose == PURPOSE_DUAL_NAME && t->origin < plan->count &&
	       &plan->targets[t->origin] == view->endpoint->target;
}

const struct target *scene_dual_name(const struct view *view)
{
	const struct plan *followup = view->report->followup;

	for (size_t i = 0; followup && i < followup->count; i++)
		if (is_followed(view, &followup->targets[i]))
			return &followup->targets[i];
	return NULL;
}

static bool dual_name_works(const struct view *view)
{
	const struct target *t = scene_dual_name(view);
	const struct target_outcome *outcome;

	if (!t)
		return false;
	outcome = &view->report->followup_outcomes->targets[t - view->report->followup->targets];
	for (size_t i = 0; i < outcome->attempt_count; i++)
		if (attempt_worked(t, outcome->attempts[i]))
			return true;
	return false;
}

/* Whoever saw all tasks knows what their images are named by. */
static bool no_plain_name_in_use(const struct workload *workload)
{
	if (!workload || !workload_is_complete(workload))
		return false;
	for (size_t i = 0; i < workload->registries.count; i++) {
		char region[REGION_BYTES];
		enum name_variant variant;

		if (ecr_registry_parse(workload->registries.items[i], region, &variant) &&
		    variant != NAME_DUAL && variant != NAME_DUAL_FIPS)
			return false;
	}
	return true;
}

void scene_dual_names(struct view *views, size_t count)
{
	bool registry = false;

	for (size_t i = 0; i < count; i++) {
		if (!dual_name_works(&views[i]))
			continue;
		views[i].bits |= ENDPOINT(DUAL_WORKS);
		registry |= strcmp(views[i].endpoint->target->service, SERVICE_ECR_DKR) == 0;
	}
	for (size_t i = 0; i < count; i++) {
		if (registry && (views[i].bits & ENDPOINT(IS_LAYERS)))
			views[i].bits |= ENDPOINT(REGISTRY_DUAL);
		if (no_plain_name_in_use(views[i].report->workload))
			views[i].bits |= ENDPOINT(NO_PLAIN_USE);
	}
}
