/* SPDX-License-Identifier: Apache-2.0 */
/* The answers that the dialler would get from the other nameservers that it may ask. */

#include "view.h"

/* Its answer would be final: it is no failure of the server. */
static bool decides(const struct endpoint_verdict *endpoint, int resolver)
{
	for (size_t f = 0; f < FAMILIES; f++)
		if (endpoint->judged_by[f] == resolver)
			return endpoint->answer && !view_is_server_failure(endpoint->answer->code);
	return false;
}

/* As if these servers, in this order, were all there are. */
static void ask(struct view *view, const struct vantage *order, rule_bits bits)
{
	struct endpoint_verdict endpoint = {
		.target = view->endpoint->target,
		.outcome = view->endpoint->outcome,
		.vantage = order,
	};
	struct view as_told;
	int other = order->servers[0];

	view_build(&as_told, &endpoint, view->report, view->policy);
	if (decides(&endpoint, other) && !view_is_server_failure(as_told.symptom) &&
	    !(as_told.bits & ENDPOINT(UNFINISHED))) {
		if (as_told.symptom != CODE_NONE)
			bits |= ENDPOINT(OTHER_DEAD);
		else if (class_is_private(endpoint.class) !=
			 class_is_private(view->endpoint->class))
			bits |= ENDPOINT(OTHER_PATH);
		/* The first of the worst is shown. */
		if ((bits & ENDPOINT(OTHER_DEAD, OTHER_PATH)) &&
		    !(view->bits & ENDPOINT(OTHER_DEAD)) &&
		    (!(view->bits & ENDPOINT(OTHER_PATH)) || (bits & ENDPOINT(OTHER_DEAD)))) {
			view->bits |= bits;
			view->other = other;
			view->other_symptom = as_told.symptom;
		}
	}
	free(endpoint.addresses);
}

static void ask_in_turn(struct view *view)
{
	const struct vantage *vantage = view->endpoint->vantage;
	bool rotates = vantage->resolver.rotate;

	for (size_t first = 1; first < vantage->server_count; first++) {
		struct vantage order = *vantage;

		order.server_count = 0;
		for (size_t i = 0; i < vantage->server_count - (rotates ? 0 : first); i++)
			order.servers[order.server_count++] =
				vantage->servers[(first + i) % vantage->server_count];
		ask(view, &order, rotates ? ENDPOINT(ROTATES) : 0);
	}
}

static void ask_uplinks(struct view *view)
{
	const struct plan *plan = view->report->plan;

	for (size_t r = 0; view->endpoint->vantage->as_host && r < plan->resolver_count; r++) {
		struct vantage order = *view->endpoint->vantage;

		if (!plan->resolvers[r].uplink)
			continue;
		order.servers[0] = (unsigned char)r;
		order.server_count = 1;
		ask(view, &order, ENDPOINT(BY_STUB));
	}
}

void view_ask_others(struct view *view)
{
	const struct endpoint_verdict *endpoint = view->endpoint;

	if (view->symptom != CODE_NONE || endpoint->target->proxied ||
	    endpoint->outcome->hosts.asked)
		return;
	ask_in_turn(view);
	ask_uplinks(view);
}
