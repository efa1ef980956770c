/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "clock.h"
#include "ecsprobe/ports.h"
#include "view.h"

/* What one endpoint alone does not show: the other endpoints of its set, the pattern of dead
 * addresses, the follow-up's answers, and the clock. */

static struct view *find(struct view *views, size_t count, const char *service)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(views[i].endpoint->target->service, service) == 0)
			return &views[i];
	return NULL;
}

static bool speaks(const struct view *view)
{
	if (view->bits & ENDPOINT(NUMBERED))
		return true;
	return view->symptom == CODE_NONE &&
	       !(view->bits &
		 ENDPOINT(OTHER_REGION, WRONG_NAME, PLAIN_PRIVATE, R53_PRIVATE, BY_HOSTS));
}

/* Only one whose own finding will not be about something else. */
static struct view *who_tells(struct view *first, struct view *view)
{
	return !first || (!speaks(first) && speaks(view)) ? view : first;
}

/* If a Region needs all three, a set without any lacks three, unless the public path is wanted and
 * works. */
static bool is_missing(const struct view *view, bool others_private)
{
	if (view->bits & ENDPOINT(UNOFFERED, CROSS_REGION))
		return false;
	if (view->bits & ENDPOINT(NUMBERED))
		return true;
	return (view->bits & ENDPOINT(IS_PUBLIC)) &&
	       (others_private ||
		((view->bits & ENDPOINT(NEEDS_ALL)) &&
		 (!(view->bits & ENDPOINT(EXPECTS_ANY)) || view->symptom != CODE_NONE)));
}

static void look_at_set(struct view *views, size_t count, const char *const *services)
{
	struct view *first = NULL;
	bool private = false;

	for (const char *const *s = services; *s; s++) {
		const struct view *view = find(views, count, *s);

		private |= view && (view->bits & ENDPOINT(IS_PRIVATE));
	}
	for (const char *const *s = services; *s; s++) {
		struct view *view = find(views, count, *s);

		if (!view || !is_missing(view, private))
			continue;
		if (!(view->bits & ENDPOINT(NUMBERED)))
			view->bits |= ENDPOINT(SET_INCOMPLETE);
		first = who_tells(first, view);
	}
	if (first)
		first->bits |= ENDPOINT(SET_FIRST);
}

static void look_at_needs(struct view *views, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (views[i].report->plan->region_needs_all &&
		    endpoints_same_set(views[i].endpoint->target->service, SERVICE_ECS))
			views[i].bits |= ENDPOINT(NEEDS_ALL);
}

/* Endpoints of another Region exist for ecs, not for these (AWS PrivateLink
 * guide, cross-Region enabled services). */
static void look_at_cross_region(struct view *views, size_t count)
{
	static const char *const never[] = { SERVICE_ECS_AGENT, SERVICE_ECS_TELEMETRY };
	const struct identity *identity = count ? &views[0].report->facts->identity : NULL;
	struct view *first = NULL;

	if (!identity || !identity->regions[REGION_FROM_IMDS][0] ||
	    strcmp(identity->regions[REGION_FROM_IMDS], identity->region) == 0)
		return;
	for (size_t i = 0; i < ARRAY_SIZE(never); i++) {
		struct view *view = find(views, count, never[i]);

		if (!view || !(view->bits & ENDPOINT(IS_PUBLIC, NUMBERED)))
			continue;
		view->bits |= ENDPOINT(CROSS_REGION);
		first = who_tells(first, view);
	}
	if (first)
		first->bits |= ENDPOINT(CROSS_FIRST);
}

static bool works_privately(const struct view *view)
{
	return view && (view->bits & ENDPOINT(IS_PRIVATE)) && view->symptom == CODE_NONE;
}

/* Service Connect's proxy is managed through ecs-agent where that is private
 * (ECS developer guide, interface VPC endpoints), which it is told only by a
 * private ecs. */
static void look_at_service_connect(struct view *views, size_t count)
{
	struct view *own = find(views, count, SERVICE_ECS_SC);

	if (own && (own->symptom != CODE_NONE || (own->bits & ENDPOINT(SOME_DEAD))) &&
	    works_privately(find(views, count, SERVICE_ECS)) &&
	    works_privately(find(views, count, SERVICE_ECS_AGENT)))
		own->bits |= ENDPOINT(NEEDLESS);
}

static bool worked(const struct target_outcome *outcome)
{
	for (size_t i = 0; i < outcome->attempt_count; i++)
		if (attempt_worked(outcome->target, outcome->attempts[i]))
			return true;
	return false;
}

bool scene_compare(const struct report *report, bool *all, bool *any)
{
	const struct target_outcome *elsewhere;
	size_t asked = 0;
	size_t reached = 0;

	for (size_t at = 0;
	     (elsewhere = outcomes_next(report->outcomes, 1U << PURPOSE_ELSEWHERE, &at));) {
		asked++;
		reached += worked(elsewhere);
	}
	*all = reached == asked;
	*any = reached > 0;
	return asked > 0;
}

/* A name that was only resolved, to a private address. */
static bool resolved_privately(const struct report *report, const struct target_outcome *outcome)
{
	for (size_t r = 0; r < report->plan->resolver_count; r++)
		if (outcome->answers[r].address_count &&
		    class_is_private(network_class_of(&report->facts->network,
						      &outcome->answers[r].addresses[0])))
			return true;
	return false;
}

const struct target *scene_other_region(const struct report *report)
{
	const struct target_outcome *other;

	for (size_t at = 0;
	     (other = outcomes_next(report->outcomes, 1U << PURPOSE_OTHER_REGION, &at));)
		if (resolved_privately(report, other))
			return other->target;
	return NULL;
}

const struct target *scene_wrong_name(const struct report *report, const struct target *target)
{
	const struct target_outcome *own;

	for (size_t at = 0;
	     (own = outcomes_next(report->outcomes, 1U << PURPOSE_SERVICE_NAME, &at));)
		if (strcmp(own->target->service, target->service) == 0 &&
		    resolved_privately(report, own))
			return own->target;
	return NULL;
}

/* The result of the retry of one address of its endpoint. */
static bool retry_works(const struct view *view, const struct ip *ip, enum purpose purpose)
{
	const struct target_outcome *retry;

	for (size_t at = 0; (retry = outcomes_next(view->report->outcomes, 1U << purpose, &at));)
		if (retry->target->origin == view->endpoint->target &&
		    ip_equal(&retry->target->address, ip))
			return worked(retry);
	return false;
}

/* Every judged dead address failed in the handshake, fails again in the same way, and works in this
 * other way. */
static bool all_retries_work(const struct view *view, enum purpose purpose)
{
	size_t dead = 0;

	for (size_t i = 0; i < view->endpoint->address_count; i++) {
		const struct address_verdict *a = &view->endpoint->addresses[i];
		const struct ip *ip = &a->outcome->ip;

		if (!address_counts(a) || a->status != STATUS_FAIL)
			continue;
		if ((a->outcome->code != CODE_TLS_TIMEOUT && a->outcome->code != CODE_TLS_RESET) ||
		    !retry_works(view, ip, purpose) || retry_works(view, ip, PURPOSE_SAME_AGAIN))
			return false;
		dead++;
	}
	return dead > 0;
}

static struct view *view_of(struct view *views, size_t count, const struct target *target)
{
	for (size_t i = 0; i < count; i++)
		if (views[i].endpoint->target == target)
			return &views[i];
	return NULL;
}

static void take_followup(struct view *view, const struct target_outcome *asked)
{
	const struct report *report = view->report;
	const enum purpose purpose = asked->target->purpose;

	if (purpose == PURPOSE_OTHER_REGION && !(view->bits & ENDPOINT(IS_PRIVATE)) &&
	    scene_other_region(report))
		view->bits |= ENDPOINT(OTHER_REGION);
	if (purpose == PURPOSE_PLAIN_NAME && resolved_privately(report, asked))
		view->bits |= ENDPOINT(PLAIN_PRIVATE);
	if (purpose == PURPOSE_SECOND_LOOK)
		scene_second_look(view, asked);
	if (purpose == PURPOSE_SERVICE_NAME && !(view->bits & ENDPOINT(IS_PRIVATE)) &&
	    scene_wrong_name(report, asked->target))
		view->bits |= ENDPOINT(WRONG_NAME);
	if (purpose == PURPOSE_NUMBERED ||
	    (purpose == PURPOSE_NAMED && view->symptom == CODE_DNS_NXDOMAIN))
		view->bits |= ENDPOINT(NUMBERED);
}

static void look_at_followup(struct view *views, size_t count)
{
	const struct outcomes *outcomes = count ? views[0].report->outcomes : NULL;
	const struct target_outcome *asked;

	for (size_t at = 0; (asked = outcomes_next(outcomes, FOLLOWED_UP, &at));) {
		struct view *view = view_of(views, count, asked->target->origin);

		if (view)
			take_followup(view, asked);
	}
	for (size_t i = 0; i < count; i++) {
		scene_waits(&views[i]);
		scene_search_names(&views[i]);
		if (all_retries_work(&views[i], PURPOSE_SMALL_SEGMENTS))
			views[i].bits |= ENDPOINT(SMALL_SEGMENTS_WORK);
	}
}

static bool speaks_of_https(const struct view *view)
{
	return (view->bits & ENDPOINT(IS_PRIVATE)) && view->endpoint->target->port == HTTPS_PORT;
}

/* Every private endpoint is silent: the cause is on this side.  Other ports are allowed by other
 * rules and say nothing about 443. */
static void look_at_pattern(struct view *views, size_t count)
{
	size_t private = 0;
	size_t silent = 0;

	for (size_t i = 0; i < count; i++) {
		if (!speaks_of_https(&views[i]))
			continue;
		private++;
		silent += views[i].symptom == CODE_TCP_TIMEOUT;
	}
	for (size_t i = 0; private > 1 && silent == private && i < count; i++)
		if (speaks_of_https(&views[i]))
			views[i].bits |= ENDPOINT(ALL_PRIVATE_DEAD);
}

enum { SUBNET_BITS_V4 = 24, SUBNET_BITS_V6 = 64 };

static bool same_subnet(const struct ip *a, const struct ip *b)
{
	size_t bytes = (a->family == IP_V4 ? SUBNET_BITS_V4 : SUBNET_BITS_V6) / 8;

	return a->family == b->family && memcmp(a->bytes, b->bytes, bytes) == 0;
}

static bool is_dead_private(const struct address_verdict *a)
{
	return address_counts(a) && class_is_private(a->class) &&
	       a->outcome->code == CODE_TCP_TIMEOUT;
}

/* All dead addresses are in one subnet, and nothing in that subnet works.  The size of subnets is
 * not visible from here; a /24 or /64 is close enough for a hint. */
static void look_at_subnets(struct view *views, size_t count)
{
	const struct ip *subnet = NULL;
	size_t endpoints = 0;

	for (size_t i = 0; i < count; i++) {
		bool dead = false;

		for (size_t n = 0; n < views[i].endpoint->address_count; n++) {
			const struct address_verdict *a = &views[i].endpoint->addresses[n];

			if (!is_dead_private(a))
				continue;
			dead = true;
			if (subnet && !same_subnet(subnet, &a->outcome->ip))
				return;
			subnet = &a->outcome->ip;
		}
		endpoints += dead;
	}
	if (endpoints < 2)
		return;
	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; n < views[i].endpoint->address_count; n++)
			if (views[i].endpoint->addresses[n].status == STATUS_PASS &&
			    same_subnet(subnet, &views[i].endpoint->addresses[n].outcome->ip))
				return;
	for (size_t i = 0; i < count; i++)
		if ((views[i].bits & ENDPOINT(SOME_DEAD)) || views[i].symptom == CODE_TCP_TIMEOUT)
			views[i].bits |= ENDPOINT(ONE_SUBNET);
}

static bool ends_with_label(const char *name, const char *parent)
{
	size_t name_len = strlen(name);
	size_t parent_len = strlen(parent);

	return host_name_ends_with(name, parent) &&
	       (name_len == parent_len || name[name_len - parent_len - 1] == '.');
}

/* The zone that denies the name: at the Region or below it; or the whole suffix,
 * where other names have private answers in spite of it.  AWS serves zones of
 * these names in public too, so it hides the name only where AWS surely has it. */
static void look_at_zone(struct view *view, bool others_private)
{
	const struct identity *identity = &view->report->facts->identity;
	const struct answer *answer = view->endpoint->answer;
	const struct target *target = view->endpoint->target;
	char region_zone[REGION_BYTES + SUFFIX_BYTES];

	if (view->symptom != CODE_DNS_NXDOMAIN || !answer || !answer->soa_zone || !target->row ||
	    target_is_inferred(target) || !ends_with_label(target->host, answer->soa_zone))
		return;
	(void)copy_text(region_zone, sizeof region_zone, identity->region);
	region_zone[strlen(identity->region)] = '.';
	(void)copy_text(region_zone + strlen(identity->region) + 1, SUFFIX_BYTES,
			identity->dns_suffix);
	if (ends_with_label(answer->soa_zone, region_zone) ||
	    (others_private && strcasecmp(answer->soa_zone, identity->dns_suffix) == 0))
		view->bits |= ENDPOINT(ZONE_PARENT) |
			      (target->may_not_exist ? ENDPOINT(MAY_NOT_EXIST) : 0);
}

static void look_at_zones(struct view *views, size_t count)
{
	bool any_private = false;

	for (size_t i = 0; i < count; i++)
		any_private |= (views[i].bits & ENDPOINT(IS_PRIVATE)) != 0;
	for (size_t i = 0; i < count; i++)
		look_at_zone(&views[i], any_private);
}

/* The chain ends at a root that is neither the caller's nor Amazon's. */
static rule_bits interception(const struct view *view)
{
	const struct partition *partition = view->report->facts->identity.known_partition;
	const struct trust_outcome *trust = &view->report->outcomes->trust;
	bool foreign = false;

	if (!view->endpoint->target->row || view->endpoint->target->tcp_only || !partition ||
	    strncmp(trust->source, "--ca", 4) == 0)
		return 0;
	for (size_t i = 0; i < view->endpoint->address_count; i++) {
		const struct address_verdict *a = &view->endpoint->addresses[i];

		foreign |= a->judged && a->status == STATUS_PASS && !a->outcome->tls.root_is_amazon;
	}
	if (!foreign)
		return 0;
	/* AWS announced its own roots for all services, but says of no service that GovCloud uses
	 * no other: there, as where the roots are not public, it is no more than a note. */
	return partition->id == PARTITION_AWS || partition->id == PARTITION_CN ||
			       partition->id == PARTITION_EUSC
		       ? ENDPOINT(INTERCEPTED)
		       : ENDPOINT(INTERCEPTED_NOTE);
}

/* "read tcp ...: i/o timeout" comes after the connect, whose own is "dial tcp ...". */
static bool tells_broken_handshake(const char *line)
{
	return strstr(line, "TLS handshake timeout") || strstr(line, "connection reset by peer") ||
	       (strstr(line, "read tcp") && strstr(line, "i/o timeout"));
}

/* By its host, or one of its addresses as the far end. */
static bool is_about(const char *line, const struct endpoint_verdict *endpoint)
{
	if (strstr(line, endpoint->target->host))
		return true;
	for (size_t i = 0; i < endpoint->address_count; i++) {
		const struct ip *ip = &endpoint->addresses[i].outcome->ip;
		char text[IP_TEXT_BYTES];
		char peer[IP_TEXT_BYTES + 16];

		ip_format(ip, text);
		(void)snprintf(peer, sizeof peer, ip->family == IP_V6 ? "[%s]:%u" : "%s:%u", text,
			       endpoint->target->port);
		if (endpoint->addresses[i].judged && strstr(line, peer))
			return true;
	}
	return false;
}

/* Which of the addresses that count lose a large ClientHello, sent twice. */
static rule_bits bits_of_large_hellos(const struct view *view)
{
	const struct endpoint_verdict *endpoint = view->endpoint;
	size_t lost = 0, in_pieces = 0;
	bool cut = false;

	for (size_t i = 0; i < endpoint->address_count; i++) {
		const struct attempt_outcome *a = endpoint->addresses[i].outcome;

		if (!address_counts(&endpoint->addresses[i]) || endpoint->target->proxied)
			continue;
		cut |= a->code == CODE_NONE && a->large_hello && code_is_cut(a->large_hello->code);
		if (!attempt_lost_large_hello(a) || retry_works(view, &a->ip, PURPOSE_LARGE_HELLO))
			continue;
		lost++;
		in_pieces += retry_works(view, &a->ip, PURPOSE_LARGE_SEGMENTS);
	}
	if (!lost)
		return cut ? ENDPOINT(LARGE_HELLO_CUT) : 0;
	return ENDPOINT(LARGE_HELLO_LOST) | (in_pieces == lost ? ENDPOINT(LARGE_IN_PIECES) : 0);
}

/* Which ClientHello an agent sends depends on its build, not its version: the releases are built
 * without Go modules and keep older defaults, a small one.  So only what is seen of this agent
 * counts. */
static void look_at_hello(struct view *view)
{
	const struct agent_status *agent = view->report->agent;
	const struct endpoint_verdict *endpoint = view->endpoint;
	const struct path_evidence *path;
	bool passes, blamed;

	view->bits |= bits_of_large_hellos(view);
	if (!(view->bits & ENDPOINT(LARGE_HELLO_LOST)) || !agent || !agent->looked ||
	    endpoint->target->dialled_by != DIALLER_AGENT)
		return;
	path = &agent->path;
	passes = path->acs == ACS_WORD_CONNECTED &&
		 endpoints_same_set(endpoint->target->service, SERVICE_ECS);
	blamed = (path->acs == ACS_WORD_FAILED && tells_broken_handshake(path->acs_error) &&
		  is_about(path->acs_error, endpoint)) ||
		 (tells_broken_handshake(path->last_error) && is_about(path->last_error, endpoint));
	/* Both of an agent that has connected since then: its state by now is not known. */
	if (passes != blamed)
		view->bits |= passes ? ENDPOINT(HELLO_PASSES) : ENDPOINT(HELLO_BLAMED);
}

static void look_at_certificate(struct view *view)
{
	const struct attempt_outcome *w = view_witness(view);
	const struct imds_status *imds = &view->report->facts->imds;
	int64_t true_time_s = view->report->time_s - imds->clock_skew_s;

	view->bits |= interception(view);
	if (view->report->outcomes->trust.unusable)
		view->bits |= ENDPOINT(STORE_UNUSABLE);
	if (!w)
		return;
	if (view->symptom == CODE_TLS_UNTRUSTED && w->tls.chain_length == 1 &&
	    strcmp(w->tls.subject, w->tls.issuer) != 0)
		view->bits |= ENDPOINT(LONE_LEAF);
	if ((view->symptom == CODE_TLS_EXPIRED || view->symptom == CODE_TLS_NOT_YET_VALID) &&
	    clock_is_skewed(imds) && w->tls.not_before_s <= true_time_s &&
	    true_time_s <= w->tls.not_after_s)
		view->bits |= ENDPOINT(CLOCK_EXPLAINS);
}

void scene_complete(struct view *views, size_t count)
{
	look_at_followup(views, count);
	scene_dual_names(views, count);
	look_at_needs(views, count);
	look_at_cross_region(views, count);
	look_at_service_connect(views, count);
	for (size_t i = 0; endpoint_set(i); i++)
		look_at_set(views, count, endpoint_set(i));
	look_at_pattern(views, count);
	look_at_subnets(views, count);
	look_at_zones(views, count);
	for (size_t i = 0; i < count; i++) {
		look_at_certificate(&views[i]);
		look_at_hello(&views[i]);
	}
}
