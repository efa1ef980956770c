/* SPDX-License-Identifier: Apache-2.0 */
#include "view.h"

static bool is_cut(enum code code)
{
	return code == CODE_NOT_FINISHED || code == CODE_INTERRUPTED;
}

bool address_counts(const struct address_verdict *address)
{
	return address->judged && address->outcome->code != CODE_NO_FAMILY_ROUTE;
}

/* As glibc and Go do it: the next nameserver is asked only when the one before
 * gave no proper answer, and "there is no such name" is a proper answer. */
static bool is_final(const struct answer *answer)
{
	return answer->asked && (answer->code == CODE_NONE || answer->code == CODE_DNS_NXDOMAIN ||
				 answer->code == CODE_DNS_NODATA);
}

static int find_judged_by(const struct report *report, const struct target_outcome *outcome)
{
	int first = JUDGED_NOTHING;

	if (outcome->hosts.asked)
		return FROM_HOSTS;
	for (size_t r = 0; r < report->plan->resolver_count; r++) {
		if (!report->plan->resolvers[r].configured)
			continue;
		if (is_final(&outcome->answers[r]))
			return (int)r;
		if (first == JUDGED_NOTHING)
			first = (int)r;
	}
	return first;
}

static enum status status_of_address(enum code code)
{
	if (code == CODE_NONE)
		return STATUS_PASS;
	return code == CODE_NO_FAMILY_ROUTE || is_cut(code) ? STATUS_SKIP : STATUS_FAIL;
}

static void fill_addresses(struct endpoint_verdict *endpoint, const struct facts *facts)
{
	const struct target_outcome *outcome = endpoint->outcome;

	endpoint->address_count = outcome->attempt_count;
	endpoint->addresses = xcalloc(outcome->attempt_count, sizeof *endpoint->addresses);
	for (size_t i = 0; i < outcome->attempt_count; i++) {
		struct address_verdict *a = &endpoint->addresses[i];

		a->outcome = outcome->attempts[i];
		a->status = status_of_address(a->outcome->code);
		a->class = address_classify(&a->outcome->ip, facts->network.vpc_cidrs,
					    facts->network.vpc_cidr_count, &a->nat64);
		a->judged = endpoint->judged_by != JUDGED_NOTHING &&
			    (a->outcome->from & (1U << endpoint->judged_by));
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

static bool is_private(enum address_class class)
{
	return class == CLASS_VPC || class == CLASS_LINK_LOCAL || class == CLASS_PRIVATE;
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

static enum code symptom_of(const struct endpoint_verdict *endpoint)
{
	const struct target_outcome *outcome = endpoint->outcome;

	if (endpoint->judged_by == JUDGED_NOTHING)
		return CODE_NOT_FINISHED;
	if (endpoint->judged_by != FROM_HOSTS &&
	    outcome->answers[endpoint->judged_by].code != CODE_NONE)
		return outcome->answers[endpoint->judged_by].code;
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

static unsigned bits_of_address(const struct view *view, const struct address_verdict *a)
{
	unsigned bits = HAS_ADDRESSES;

	if (!address_counts(a))
		return bits | FAMILY_SOME;
	if (is_cut(a->outcome->code))
		bits |= UNFINISHED;
	if (a->outcome->code == CODE_INTERRUPTED)
		bits |= INTERRUPTED;
	if (a->class == CLASS_BLACKHOLE)
		bits |= IS_BLACKHOLE;
	if (a->class == CLASS_PRIVATE && view->report->facts->network.vpc_cidr_count) {
		bits |= ELSEWHERE;
		if (view->policy->allow_cidrs->count &&
		    !in_cidrs(view->policy->allow_cidrs, &a->outcome->ip))
			bits |= NOT_ALLOWED;
	}
	return bits;
}

/* What the judged addresses say together. */
static unsigned bits_of_addresses(const struct view *view)
{
	const struct endpoint_verdict *endpoint = view->endpoint;
	unsigned bits = 0;
	bool all_private = endpoint->judged_count > 0;

	for (size_t i = 0; i < endpoint->address_count; i++) {
		const struct address_verdict *a = &endpoint->addresses[i];

		if (!a->judged)
			continue;
		bits |= bits_of_address(view, a);
		if (address_counts(a))
			all_private &= is_private(a->class);
	}
	if ((bits & HAS_ADDRESSES) && endpoint->judged_count == 0)
		bits |= FAMILY_ALL;
	if (endpoint->judged_count && endpoint->working_count == 0)
		bits |= NONE_WORKS;
	if (endpoint->working_count && endpoint->working_count < endpoint->judged_count)
		bits |= SOME_DEAD;
	if (all_private)
		bits |= IS_PRIVATE;
	else if (endpoint->class == CLASS_PUBLIC)
		bits |= IS_PUBLIC;
	else if (endpoint->class == CLASS_MIXED)
		bits |= IS_MIXED;
	return bits;
}

/* What Route 53 itself says, where the host does not ask it. */
static unsigned bits_of_route53(const struct view *view)
{
	const struct plan *plan = view->report->plan;
	const struct endpoint_verdict *endpoint = view->endpoint;
	unsigned bits = 0;
	bool all_private = true;
	bool any = false;
	bool other = false;

	for (size_t r = 0; r < plan->resolver_count; r++) {
		if (!plan->resolvers[r].route53 || (int)r == endpoint->judged_by)
			continue;
		for (size_t i = 0; i < endpoint->address_count; i++) {
			const struct address_verdict *a = &endpoint->addresses[i];

			if (!(a->outcome->from & (1U << r)))
				continue;
			any = true;
			other |= !a->judged;
			all_private &= is_private(a->class);
			if (a->status == STATUS_PASS)
				bits |= R53_WORKS;
		}
	}
	if (!any || !other)
		return 0;
	return bits | R53_OTHER | (all_private ? (unsigned)R53_PRIVATE : 0U);
}

static unsigned bits_of_answer(const struct view *view)
{
	const struct endpoint_verdict *endpoint = view->endpoint;
	const struct answer *answer;
	unsigned bits = 0;

	if (endpoint->judged_by == JUDGED_NOTHING)
		return UNFINISHED;
	if (endpoint->judged_by == FROM_HOSTS)
		return BY_HOSTS | (endpoint->outcome->hosts.address_excess ? (unsigned)EXCESS : 0U);
	answer = &endpoint->outcome->answers[endpoint->judged_by];
	if (is_cut(answer->code) || is_cut(answer->other_family_code))
		bits |= UNFINISHED;
	else if (answer->other_family_code != CODE_NONE)
		bits |= HALF_ANSWER;
	if (answer->code == CODE_INTERRUPTED || answer->other_family_code == CODE_INTERRUPTED)
		bits |= INTERRUPTED;
	if (answer->address_excess)
		bits |= EXCESS;
	if (answer->code != CODE_NONE &&
	    resolver_failure(view->report, (size_t)endpoint->judged_by) == answer->code)
		bits |= RESOLVER_DOWN;
	return bits;
}

void view_build(struct view *view, struct endpoint_verdict *endpoint, const struct report *report,
		const struct judge_policy *policy)
{
	endpoint->judged_by = find_judged_by(report, endpoint->outcome);
	fill_addresses(endpoint, report->facts);
	*view = (struct view){ .report = report, .policy = policy, .endpoint = endpoint };
	view->symptom = symptom_of(endpoint);
	view->bits = bits_of_answer(view) | bits_of_addresses(view) | bits_of_route53(view);
	if (policy->allow_cidrs->count)
		view->bits |= ALLOW_GIVEN;
	if (endpoint->target->expect == EXPECT_PRIVATE)
		view->bits |= EXPECTS_PRIVATE;
	else if (endpoint->target->expect != EXPECT_AUTO)
		view->bits |= EXPECTS_ANY;
}

/* Failures of the server, as opposed to answers about a name. */
static bool is_server_failure(enum code code)
{
	return code == CODE_DNS_TIMEOUT || code == CODE_DNS_UNREACHABLE ||
	       code == CODE_DNS_REFUSED || code == CODE_DNS_SERVFAIL;
}

enum code resolver_failure(const struct report *report, size_t resolver)
{
	enum code common = CODE_NONE;

	for (size_t t = 0; t < report->outcomes->count; t++) {
		enum code code = report->outcomes->targets[t].answers[resolver].code;

		if (!is_server_failure(code) || (t > 0 && code != common))
			return CODE_NONE;
		common = code;
	}
	return common;
}
