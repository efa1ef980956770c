/* SPDX-License-Identifier: Apache-2.0 */
#include "view.h"

#include <string.h>

enum code resolver_failure(const struct report *report, size_t resolver)
{
	enum code common = CODE_NONE;
	const struct target_outcome *outcome;

	for (size_t at = 0; (outcome = outcomes_next(report->outcomes, PLANNED, &at));) {
		const struct answer *answer = &outcome->answers[resolver];

		if (!answer->asked)
			continue;
		if (!view_is_server_failure(answer->code) || answer->code == CODE_DNS_BAD_ANSWER ||
		    (common != CODE_NONE && answer->code != common))
			return CODE_NONE;
		common = answer->code;
	}
	return common;
}

bool address_counts(const struct address_verdict *address)
{
	return address->judged && address->outcome->code != CODE_NO_FAMILY_ROUTE;
}

/* The result of an answer to its first query: an answer after the timeout does not count. */
static enum code code_for(const struct endpoint_verdict *endpoint, const struct answer *answer,
			  size_t family)
{
	uint64_t patience_us = (uint64_t)endpoint->vantage->resolver.timeout_s * 1000000;
	enum code code = view_heard(endpoint, answer, family);

	if (code != CODE_NOT_FINISHED && !view_is_server_failure(code) && patience_us &&
	    answer->family_us[family] > patience_us)
		return CODE_DNS_TOO_SLOW;
	return code;
}

/* A client that asks again mostly gets the answer from a cache that the first query filled. */
static bool asks_again(const struct vantage *vantage)
{
	return vantage->resolver.attempts > 1 || vantage->server_count > 1;
}

/* The first server with an answer, even if late; else the first. */
static int find_late(const struct vantage *vantage, const struct endpoint_verdict *endpoint,
		     size_t family, int first)
{
	for (size_t i = 0; asks_again(vantage) && i < vantage->server_count; i++) {
		int r = vantage->servers[i];

		if (!view_is_server_failure(
			    view_heard(endpoint, &endpoint->outcome->answers[r], family)))
			return r;
	}
	return first;
}

static bool went_by_proxy(const struct target_outcome *outcome)
{
	for (size_t i = 0; i < outcome->attempt_count; i++)
		if (outcome->attempts[i]->from & (1U << FROM_PROXY))
			return true;
	return false;
}

/* The plan learnt too late of a proxy, or of the agent's own pins: nothing was checked on that
 * path. */
static bool is_untrodden(const struct endpoint_verdict *endpoint)
{
	const struct target *target = endpoint->target;

	return target->proxied ? !went_by_proxy(endpoint->outcome)
			       : target->own_pins && !endpoint->outcome->repinned &&
					 !purpose_only_resolves(target->purpose);
}

/* As in glibc and Go: the next nameserver is asked only if the one before gave no proper answer,
 * and "there is no such name" is a proper answer.  A server that was cut short might have given
 * one, so those after it do not count. */
static int find_judged_by(const struct vantage *vantage, const struct endpoint_verdict *endpoint,
			  size_t family)
{
	int first = JUDGED_NOTHING;

	if (is_untrodden(endpoint))
		return JUDGED_NOTHING;
	if (endpoint->target->proxied)
		return FROM_PROXY;
	if (view_pins(endpoint) != JUDGED_NOTHING)
		return view_pins(endpoint);
	for (size_t i = 0; i < vantage->server_count; i++) {
		int r = vantage->servers[i];
		const struct answer *answer = &endpoint->outcome->answers[r];

		/* Its answer is not known, so the servers after it do not count. */
		if (!answer->asked)
			return JUDGED_NOTHING;
		if (!view_is_server_failure(code_for(endpoint, answer, family)))
			return r;
		if (first == JUDGED_NOTHING)
			first = r;
	}
	return find_late(vantage, endpoint, family, first);
}

static bool is_resolver(int judged_by)
{
	return judged_by >= 0 && judged_by < MAX_RESOLVERS;
}

/* How the judged server answered one family. */
static enum code family_code(const struct endpoint_verdict *endpoint, size_t family)
{
	int by = endpoint->judged_by[family];

	if (by == JUDGED_NOTHING)
		return CODE_NOT_FINISHED;
	if (!is_resolver(by))
		return CODE_NONE;
	return asks_again(endpoint->vantage)
		       ? view_heard(endpoint, &endpoint->outcome->answers[by], family)
		       : code_for(endpoint, &endpoint->outcome->answers[by], family);
}

static void find_judges(struct endpoint_verdict *endpoint)
{
	for (size_t f = 0; f < FAMILIES; f++)
		endpoint->judged_by[f] = find_judged_by(endpoint->vantage, endpoint, f);
	for (size_t f = FAMILIES; f-- > 0;) {
		int by = endpoint->judged_by[f];

		if (is_resolver(by) && (!endpoint->answer || family_code(endpoint, f) == CODE_NONE))
			endpoint->answer = &endpoint->outcome->answers[by];
	}
}

static enum status status_of_address(const struct target *target,
				     const struct attempt_outcome *attempt)
{
	if (attempt->code == CODE_NONE)
		return attempt_worked(target, attempt) ? STATUS_PASS : STATUS_SKIP;
	return attempt->code == CODE_NO_FAMILY_ROUTE || code_is_cut(attempt->code) ? STATUS_SKIP
										   : STATUS_FAIL;
}

static bool is_judged(const struct endpoint_verdict *endpoint, const struct attempt_outcome *a)
{
	size_t family = a->ip.family == IP_V6;
	int by = endpoint->judged_by[family];

	/* An address that the dialler never hears of is not one of its addresses. */
	if (is_resolver(by) && view_is_server_failure(family_code(endpoint, family)))
		return false;
	return by > JUDGED_NOTHING && (a->from & (1U << by));
}

static void fill_addresses(struct endpoint_verdict *endpoint, const struct facts *facts)
{
	const struct target_outcome *outcome = endpoint->outcome;

	endpoint->address_count = outcome->attempt_count;
	endpoint->addresses = xcalloc(outcome->attempt_count, sizeof *endpoint->addresses);
	for (size_t i = 0; i < outcome->attempt_count; i++) {
		struct address_verdict *a = &endpoint->addresses[i];

		a->outcome = outcome->attempts[i];
		a->status = status_of_address(endpoint->target, a->outcome);
		a->class = address_classify(&a->outcome->ip, facts->network.vpc_cidrs,
					    facts->network.vpc_cidr_count, &a->nat64);
		if (a->outcome->from & (1U << FROM_PROXY))
			a->class = CLASS_PROXIED;
		a->judged = is_judged(endpoint, a->outcome);
		if (!address_counts(a))
			continue;
		endpoint->judged_count++;
		endpoint->working_count += a->status == STATUS_PASS;
		if (endpoint->class == CLASS_NONE)
			endpoint->class = a->class;
		else if (endpoint->class != a->class)
			endpoint->class = CLASS_MIXED;
	}
}

/* The most frequent failure of the judged addresses; the first of equals. */
static enum code symptom_of_addresses(const struct endpoint_verdict *endpoint)
{
	unsigned counts[CODE_COUNT] = { 0 };
	enum code best = CODE_NONE;

	for (size_t i = 0; i < endpoint->address_count; i++)
		if (address_counts(&endpoint->addresses[i]))
			counts[endpoint->addresses[i].outcome->code]++;
	counts[CODE_NONE] = 0;
	for (size_t i = 0; i < endpoint->address_count; i++) {
		enum code code = endpoint->addresses[i].outcome->code;

		if (address_counts(&endpoint->addresses[i]) && counts[code] > counts[best])
			best = code;
	}
	return best;
}

static bool has_judged_address(const struct endpoint_verdict *endpoint)
{
	for (size_t i = 0; i < endpoint->address_count; i++)
		if (endpoint->addresses[i].judged)
			return true;
	return false;
}

static enum code symptom_of(const struct endpoint_verdict *endpoint)
{
	if (!has_judged_address(endpoint))
		return code_more_telling(family_code(endpoint, 0), family_code(endpoint, 1));
	if (endpoint->judged_count == 0)
		return CODE_TCP_UNREACHABLE;
	return endpoint->working_count ? CODE_NONE : symptom_of_addresses(endpoint);
}

static bool in_cidrs(const struct cidr_list *list, const struct ip *ip)
{
	for (size_t i = 0; i < list->count; i++)
		if (cidr_contains(&list->items[i], ip))
			return true;
	return false;
}

const struct bridge *view_bridge(const struct host_facts *host, const struct ip *ip)
{
	for (size_t i = 0; i < host->bridge_count; i++)
		if (cidr_contains(&host->bridges[i].cidr, ip))
			return &host->bridges[i];
	return NULL;
}

static rule_bits bits_of_cut(enum code code)
{
	return (code_is_cut(code) ? ENDPOINT(UNFINISHED) : 0) |
	       (code == CODE_INTERRUPTED ? ENDPOINT(INTERRUPTED) : 0);
}

static rule_bits bits_of_address(const struct view *view, const struct address_verdict *a)
{
	const struct facts *facts = view->report->facts;
	rule_bits bits = ENDPOINT(HAS_ADDRESSES);

	if (!address_counts(a))
		return bits | ENDPOINT(FAMILY_SOME);
	if (a->status == STATUS_SKIP)
		bits |= ENDPOINT(UNFINISHED);
	if (a->outcome->code == CODE_INTERRUPTED)
		bits |= ENDPOINT(INTERRUPTED);
	if (a->class == CLASS_BLACKHOLE)
		bits |= ENDPOINT(IS_BLACKHOLE);
	if (a->class == CLASS_PRIVATE && facts->network.vpc_cidr_count)
		bits |= ENDPOINT(ELSEWHERE);
	/* Also where the VPC's own blocks are not known: an assertion that cannot
	 * be checked does not hold. */
	if (a->class == CLASS_PRIVATE && view->policy->allow_cidrs->count &&
	    !in_cidrs(view->policy->allow_cidrs, &a->outcome->ip))
		bits |= ENDPOINT(NOT_ALLOWED);
	if (class_is_private(a->class) && view_bridge(&facts->host, &a->outcome->ip))
		bits |= ENDPOINT(SHADOWED);
	else if (a->status == STATUS_FAIL)
		bits |= ENDPOINT(DEAD_ELSEWHERE);
	return bits;
}

static bool is_unrouted(enum code code)
{
	return code == CODE_TCP_UNREACHABLE || code == CODE_TCP_TIMEOUT;
}

/* The resolver's IPv6 addresses for what has only IPv4, and nothing translates them. */
static rule_bits bits_of_dns64(const struct endpoint_verdict *endpoint)
{
	size_t dead = 0;

	for (size_t i = 0; i < endpoint->address_count; i++) {
		const struct address_verdict *a = &endpoint->addresses[i];

		if (!address_counts(a) || (!a->nat64 && a->status == STATUS_PASS))
			continue;
		if (!a->nat64 || a->status != STATUS_FAIL || !is_unrouted(a->outcome->code))
			return 0;
		dead++;
	}
	return dead ? ENDPOINT(DNS64_DEAD) : 0;
}

/* What the judged addresses say together. */
static rule_bits bits_of_addresses(const struct view *view)
{
	const struct endpoint_verdict *endpoint = view->endpoint;
	rule_bits bits = 0;
	bool all_private = endpoint->judged_count > 0;

	for (size_t i = 0; i < endpoint->address_count; i++) {
		const struct address_verdict *a = &endpoint->addresses[i];

		if (!a->judged)
			continue;
		bits |= bits_of_address(view, a);
		if (address_counts(a))
			all_private &= class_is_private(a->class);
	}
	bits |= bits_of_dns64(endpoint);
	if ((bits & ENDPOINT(HAS_ADDRESSES)) && endpoint->judged_count == 0)
		bits |= ENDPOINT(FAMILY_ALL);
	if (endpoint->judged_count && endpoint->working_count == 0)
		bits |= ENDPOINT(NONE_WORKS);
	if (endpoint->working_count && endpoint->working_count < endpoint->judged_count)
		bits |= ENDPOINT(SOME_DEAD);
	if (all_private)
		bits |= ENDPOINT(IS_PRIVATE);
	else if (endpoint->class == CLASS_PUBLIC)
		bits |= ENDPOINT(IS_PUBLIC);
	else if (endpoint->class == CLASS_MIXED)
		bits |= ENDPOINT(IS_MIXED);
	return bits;
}

/* What the host itself sees of a name that its dialler leaves to a proxy. */
static rule_bits bits_beside_proxy(const struct view *view)
{
	const struct endpoint_verdict *endpoint = view->endpoint;
	enum go_proxy_form form = view->report->plan->proxies[endpoint->target->dialled_by].form;
	bool all_private = true;
	bool any = false;

	for (size_t i = 0; i < endpoint->address_count; i++) {
		if (endpoint->addresses[i].judged)
			continue;
		any = true;
		all_private &= class_is_private(endpoint->addresses[i].class);
	}
	return (form == GO_PROXY_UNTRIED ? ENDPOINT(PROXY_UNTRIED) : 0) |
	       (any && all_private ? ENDPOINT(DIRECT_PRIVATE) : 0) |
	       (strcmp(endpoint->target->service, SERVICE_ECS) == 0 ? ENDPOINT(CONTROL_PLANE) : 0);
}

static bool is_judge(const struct endpoint_verdict *endpoint, int resolver)
{
	return endpoint->judged_by[0] == resolver || endpoint->judged_by[1] == resolver;
}

/* What Route 53 itself says, where the host does not ask it. */
static rule_bits bits_of_route53(const struct view *view)
{
	const struct plan *plan = view->report->plan;
	const struct endpoint_verdict *endpoint = view->endpoint;
	rule_bits bits = 0;
	bool all_private = true;
	bool other = false;

	for (size_t r = 0; r < plan->resolver_count; r++) {
		if (!plan->resolvers[r].route53 || is_judge(endpoint, (int)r))
			continue;
		for (size_t i = 0; i < endpoint->address_count; i++) {
			const struct address_verdict *a = &endpoint->addresses[i];

			if (!(a->outcome->from & (1U << r)) ||
			    a->outcome->code == CODE_NO_FAMILY_ROUTE)
				continue;
			other |= !a->judged;
			all_private &= class_is_private(a->class);
			if (a->status == STATUS_PASS)
				bits |= ENDPOINT(R53_WORKS);
		}
	}
	return other ? bits | ENDPOINT(R53_OTHER) | (all_private ? ENDPOINT(R53_PRIVATE) : 0) : 0;
}

/* What the host's own nameservers say of a name that its dialler asks others for. */
static rule_bits bits_of_host(const struct view *view)
{
	const struct plan *plan = view->report->plan;
	const struct endpoint_verdict *endpoint = view->endpoint;
	rule_bits bits = ENDPOINT(OWN_SERVERS);
	bool all_private = true;
	bool any = false;

	if (endpoint->vantage->as_host || endpoint->target->dialled_by != DIALLER_AGENT ||
	    !is_resolver(endpoint->judged_by[0]))
		return 0;
	for (size_t i = 0; i < endpoint->address_count; i++) {
		const struct address_verdict *a = &endpoint->addresses[i];

		for (size_t r = 0; r < plan->resolver_count; r++) {
			if (!plan->resolvers[r].configured || !(a->outcome->from & (1U << r)))
				continue;
			any = true;
			all_private &= class_is_private(a->class);
			if (a->status == STATUS_PASS)
				bits |= ENDPOINT(HOST_WORKS);
		}
	}
	return bits | (any && all_private ? ENDPOINT(HOST_PRIVATE) : 0);
}

const struct answer *view_answer(const struct target_outcome *outcome,
				 const struct vantage *vantage, struct view_gap *gap)
{
	struct endpoint_verdict endpoint = { .target = outcome->target,
					     .outcome = outcome,
					     .vantage = vantage };
	enum code codes[FAMILIES];

	find_judges(&endpoint);
	*gap = (struct view_gap){ 0 };
	for (size_t f = 0; f < FAMILIES; f++) {
		codes[f] = family_code(&endpoint, f);
		gap->cut |= bits_of_cut(codes[f]);
		gap->lost |= view_is_server_failure(codes[f]);
	}
	return codes[0] == CODE_NONE || codes[1] == CODE_NONE ? endpoint.answer : NULL;
}

/* Whether the dialler's own nameservers know its proxy. */
static rule_bits bits_of_proxy_name(const struct view *view)
{
	const struct report *report = view->report;
	const struct endpoint_verdict *endpoint = view->endpoint;
	const struct target_outcome *asked;

	if (endpoint->vantage->as_host || endpoint->target->dialled_by != DIALLER_AGENT ||
	    !report->plan->proxies[endpoint->target->dialled_by].name[0])
		return 0;
	for (size_t at = 0;
	     (asked = outcomes_next(report->outcomes, 1U << PURPOSE_PROXY_NAME, &at));) {
		struct view_gap gap;

		if (asked->target->dialled_by != endpoint->target->dialled_by)
			continue;
		if (asked->hosts.asked || view_answer(asked, endpoint->vantage, &gap))
			return 0;
		return gap.cut ? gap.cut : ENDPOINT(PROXY_UNNAMED);
	}
	return ENDPOINT(UNFINISHED);
}

static rule_bits bits_of_answer(const struct view *view)
{
	const struct endpoint_verdict *endpoint = view->endpoint;
	const struct answer *answer = endpoint->answer;
	enum code codes[FAMILIES] = { family_code(endpoint, 0), family_code(endpoint, 1) };
	enum code ignored;
	rule_bits bits = 0;

	if (endpoint->judged_by[0] == FROM_PROXY)
		return 0;
	if (endpoint->judged_by[0] == FROM_HOSTS || endpoint->judged_by[0] == FROM_NEXT_HOSTS)
		return ENDPOINT(BY_HOSTS) |
		       (endpoint->outcome->hosts.address_excess ? ENDPOINT(EXCESS) : 0);
	for (size_t f = 0; f < FAMILIES; f++) {
		bits |= bits_of_cut(codes[f]);
		if (view_is_server_failure(codes[f]) && has_judged_address(endpoint))
			bits |= ENDPOINT(HALF_ANSWER);
	}
	if (!answer)
		return bits;
	if (answer->address_excess)
		bits |= ENDPOINT(EXCESS);
	if (view_earlier_failure(view, &ignored))
		bits |= ENDPOINT(EARLIER_FAILED);
	if (answer->code != CODE_NONE && is_resolver(endpoint->judged_by[0]) &&
	    resolver_failure(view->report, (size_t)endpoint->judged_by[0]) == answer->code)
		bits |= ENDPOINT(RESOLVER_DOWN);
	return bits;
}

const struct resolver *view_earlier_failure(const struct view *view, enum code *code)
{
	const struct plan *plan = view->report->plan;
	const struct vantage *vantage = view->endpoint->vantage;

	for (size_t f = 0; f < FAMILIES; f++) {
		int judge = view->endpoint->judged_by[f];

		for (size_t i = 0; is_resolver(judge) && i < vantage->server_count; i++) {
			size_t r = vantage->servers[i];
			enum code failed =
				code_for(view->endpoint, &view->endpoint->outcome->answers[r], f);

			/* Its own first answer comes too late, and it is asked again. */
			if ((int)r == judge &&
			    (failed != CODE_DNS_TOO_SLOW || !asks_again(vantage)))
				break;
			if (!view_is_server_failure(failed) ||
			    resolver_failure(view->report, r) != CODE_NONE)
				continue;
			*code = failed;
			return &plan->resolvers[r];
		}
	}
	return NULL;
}

enum code view_partial_failure(const struct view *view)
{
	enum code code = CODE_NONE;

	for (size_t f = 0; (view->bits & ENDPOINT(HALF_ANSWER)) && f < FAMILIES; f++)
		if (view_is_server_failure(family_code(view->endpoint, f)))
			return family_code(view->endpoint, f);
	(void)view_earlier_failure(view, &code);
	return code;
}

const struct attempt_outcome *view_witness(const struct view *view)
{
	for (size_t i = 0; i < view->endpoint->address_count; i++) {
		const struct address_verdict *a = &view->endpoint->addresses[i];

		if (address_counts(a) && a->outcome->code == view->symptom)
			return a->outcome;
	}
	return NULL;
}

static rule_bits bits_of_target(const struct view *view)
{
	const struct target *target = view->endpoint->target;
	rule_bits bits = 0;

	if (view->policy->allow_cidrs->count)
		bits |= ENDPOINT(ALLOW_GIVEN);
	if (target->expect == EXPECT_PRIVATE)
		bits |= ENDPOINT(EXPECTS_PRIVATE);
	else if (target->expect != EXPECT_AUTO)
		bits |= ENDPOINT(EXPECTS_ANY);
	if (!target->row)
		bits |= ENDPOINT(OWN_HOST);
	else if (target->row->service_label && strcmp(target->row->service_label, "s3") == 0)
		bits |= ENDPOINT(IS_S3);
	if (view->report->facts->identity.outside)
		bits |= ENDPOINT(OUTSIDE);
	if (target->row && (target->variant == NAME_DUAL || target->variant == NAME_DUAL_FIPS))
		bits |= ENDPOINT(DUAL_NAME);
	if (endpoints_same_set(target->service, SERVICE_ECR_API))
		bits |= ENDPOINT(OF_ECR);
	if (strcmp(target->service, SERVICE_ECR_LAYERS) == 0)
		bits |= ENDPOINT(IS_LAYERS);
	if (target->unoffered)
		bits |= ENDPOINT(UNOFFERED) |
			(target->unoffered->tolerated ? ENDPOINT(TOLERATED) : 0);
	return bits;
}

void view_build(struct view *view, struct endpoint_verdict *endpoint, const struct report *report,
		const struct judge_policy *policy)
{
	find_judges(endpoint);
	fill_addresses(endpoint, report->facts);
	*view = (struct view){ .report = report, .policy = policy, .endpoint = endpoint };
	view->symptom = symptom_of(endpoint);
	view->bits = bits_of_target(view) | bits_of_answer(view) | bits_of_addresses(view);
	if (endpoint->target->proxied)
		view->bits |= bits_beside_proxy(view) | bits_of_proxy_name(view);
	else
		view->bits |= bits_of_route53(view) | bits_of_host(view);
	if (endpoint->target->unused &&
	    (view->symptom != CODE_NONE || (view->bits & ENDPOINT(SOME_DEAD, HALF_ANSWER))))
		view->bits |= ENDPOINT(UNUSED);
}
