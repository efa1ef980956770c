/* SPDX-License-Identifier: Apache-2.0 */
/* What the names of the follow-up show about the endpoint that they were asked for. */
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

const struct target_outcome *view_find_about(const struct report *report,
					     const struct target *target, enum purpose purpose,
					     const char *host)
{
	const struct target_outcome *asked;

	for (size_t at = 0; (asked = outcomes_next(report->outcomes, 1U << purpose, &at));)
		if (asked->target->origin == target &&
		    (!host || strcmp(asked->target->host, host) == 0))
			break;
	return asked;
}

static const struct target_outcome *find_about(const struct view *view, enum purpose purpose,
					       const char *host)
{
	return view_find_about(view->report, view->endpoint->target, purpose, host);
}

/* The first of the search list that has an address is the last one asked. */
void scene_search_names(struct view *view)
{
	char names[MAX_SEARCH][HOST_BYTES];
	size_t count = resolv_conf_search_names(&view->endpoint->vantage->resolver,
						view->endpoint->target->host, names);

	for (size_t n = 0; n < count && !view->captured_by; n++) {
		const struct target_outcome *asked =
			find_about(view, PURPOSE_SEARCH_NAME, names[n]);
		const struct answer *answer;
		struct view_gap gap;

		if (!asked)
			continue;
		answer = view_answer(asked, view->endpoint->vantage, &gap);
		view->bits |= gap.cut;
		if (!answer)
			continue;
		view->captured_by = asked->target;
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

/* No client dials an address of a family for which this host has no route.  Addresses of a server
 * that did not answer may be of the same family. */
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

/* A client that asks later gets addresses that were not checked. */
void scene_second_look(struct view *view, const struct target_outcome *again)
{
	struct view_gap gap;
	const struct answer *answer = view_answer(again, view->endpoint->vantage, &gap);

	if (view->symptom != CODE_NONE || (view->bits & ENDPOINT(IS_MIXED)))
		return;
	view->bits |= gap.cut;
	if (!gap.cut && leads_elsewhere_now(view, answer, gap.lost))
		view->symptom = CODE_ANSWERS_FLAP;
	view->second = answer;
}

/* --- the registry's dual-stack name, where the plain one has IPv4 alone ------------------ */

const struct target *scene_dual_name(const struct view *view)
{
	const struct target_outcome *dual = find_about(view, PURPOSE_DUAL_NAME, NULL);

	return dual ? dual->target : NULL;
}

static bool dual_name_works(const struct view *view)
{
	const struct target_outcome *dual = find_about(view, PURPOSE_DUAL_NAME, NULL);

	for (size_t i = 0; dual && i < dual->attempt_count; i++)
		if (attempt_worked(dual->target, dual->attempts[i]))
			return true;
	return false;
}

/* If all tasks were seen, the names of their images are known. */
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
