/* SPDX-License-Identifier: Apache-2.0 */
#include "lookup.h"

#include <errno.h>
#include <string.h>
#include <systemd/sd-event.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/shortage.h"
#include "pace.h"
#include "resolve.h"
#include "room.h"

/* A query is sent again after this part of its budget, and once more after twice as long; but not
 * while an answer from the other side of the world could still be in transit. */
enum { BUDGET_SHARE_OF_FIRST_TRY = 6, LEAST_FIRST_TRY_US = 250000, MAX_ASKS = 3 };

/* A question that is truncated needs two sockets, and dialling needs the other half. */
enum { SHARE_OF_DESCRIPTORS = 4, MOST_UNDER_WAY = 256, WAIT_FOR_ROOM_US = 20000 };

static const enum ip_family families[FAMILIES] = { IP_V4, IP_V6 };

/* One for each time that a query is sent.  The answer to an earlier one still counts when it comes:
 * it was late and not lost, and a nameserver that takes longer than the pause before the next query
 * would otherwise never be heard. */
struct ask {
	struct query *query;
	struct question *question; /* borrowed; NULL once it was answered or forgotten */
};

/* One name, one family, one resolver.  Kept until lookup_close(), so that a
 * late answer finds it settled instead of gone. */
struct query {
	struct lookup *lookup;
	struct target_outcome *outcome;
	size_t resolver;
	enum ip_family family;
	bool settled;
	bool lost; /* answered when asked again, and to the first question not yet */
	struct ask asks[MAX_ASKS];
	size_t ask_count;
	struct query *behind; /* settled after this one, and listened to like it */
	uint64_t sent_us;
	unsigned shortages; /* before it was sent */
	sd_event_source *budget, *again;
};

struct lookup {
	sd_event *loop; /* owned reference */
	uint64_t budget_us;
	struct lookup_events events;
	struct resolve *resolvers[MAX_RESOLVERS];
	bool is_used[MAX_RESOLVERS];
	struct query *queries; /* families of a name at a resolver stand together */
	size_t query_count, next, left;
	struct pace pace;
	sd_event_source *pacer;
	size_t under_way, most;                    /* questions that hold sockets */
	struct query *listening, **last_listening; /* settled, and perhaps only late */
	sd_event_source *beat;                     /* late when this process stood still */
	uint64_t beat_due_us;
	uint64_t paused_us; /* when such a pause was seen last */
	bool over;
};

static void forget(struct ask *ask)
{
	if (!ask->question)
		return;
	resolve_forget(ask->question);
	ask->question = NULL;
	ask->query->lookup->under_way--;
}

/* A query that only waits for a late answer makes room for one that was not sent yet; the one that
 * waited longest goes first. */
static bool has_room(struct lookup *lookup)
{
	while (lookup->under_way >= lookup->most && lookup->listening) {
		struct query *q = lookup->listening;

		lookup->listening = q->behind;
		if (!lookup->listening)
			lookup->last_listening = &lookup->listening;
		for (size_t n = 0; n < q->ask_count; n++)
			forget(&q->asks[n]);
	}
	return lookup->under_way < lookup->most;
}

/* Wakes those that wait for room; not from inside an answer. */
static void go_on(struct lookup *lookup)
{
	if (lookup->next < lookup->query_count && !lookup->over) {
		(void)sd_event_source_set_time_relative(lookup->pacer, 0);
		(void)sd_event_source_set_enabled(lookup->pacer, SD_EVENT_ONESHOT);
	}
}

static void conclude(struct answer *answer)
{
	answer->code = answer->address_count ? CODE_NONE
					     : code_more_telling(answer->family_codes[0],
								 answer->family_codes[1]);
}

/* Whether this process stood still until now: what is read now may have waited for it. */
static bool was_paused(const struct lookup *lookup, uint64_t now_us)
{
	return now_us > lookup->beat_due_us + CLOCK_PAUSE_US ||
	       (lookup->paused_us && now_us < lookup->paused_us + CLOCK_PAUSE_US);
}

static void arm_beat(struct lookup *lookup, uint64_t now_us)
{
	lookup->beat_due_us = now_us + CLOCK_PAUSE_US;
	(void)sd_event_source_set_time(lookup->beat, lookup->beat_due_us);
	(void)sd_event_source_set_enabled(lookup->beat, SD_EVENT_ONESHOT);
}

static int on_beat(sd_event_source *source, uint64_t usec, void *arg)
{
	struct lookup *lookup = arg;
	uint64_t now_us = clock_now_us();

	(void)source;
	if (now_us > usec + CLOCK_PAUSE_US)
		lookup->paused_us = now_us;
	arm_beat(lookup, now_us);
	return 0;
}

static void settle(struct query *q, enum code code)
{
	struct lookup *lookup = q->lookup;
	struct answer *answer = &q->outcome->answers[q->resolver];
	uint64_t now_us = clock_now_us();
	uint64_t us = q->ask_count ? now_us - q->sent_us : 0;

	q->settled = true;
	*lookup->last_listening = q;
	lookup->last_listening = &q->behind;
	answer->family_codes[q->family == IP_V6] = code;
	answer->family_us[q->family == IP_V6] = q->lost || was_paused(lookup, now_us) ? 0 : us;
	if (code == CODE_DNS_TIMEOUT)
		answer->lost_count++;
	q->budget = sd_event_source_disable_unref(q->budget);
	q->again = sd_event_source_disable_unref(q->again);
	if (us > answer->us)
		answer->us = us;
	conclude(answer);
	go_on(lookup);
	if (--lookup->left == 0) {
		lookup->over = true;
		(void)sd_event_source_set_enabled(lookup->beat, SD_EVENT_OFF);
		lookup->events.over(lookup->events.arg);
	}
}

static void keep_addresses(struct answer *answer, const struct resolve_result *result)
{
	for (size_t i = 0; i < result->address_count; i++) {
		if (answer->address_count >= MAX_ADDRESSES) {
			answer->address_excess += result->address_count - i;
			return;
		}
		answer->addresses =
			xgrow(answer->addresses, answer->address_count, sizeof *answer->addresses);
		answer->addresses[answer->address_count++] = result->addresses[i];
	}
}

static void keep_cnames(struct answer *answer, const struct resolve_result *result)
{
	for (size_t i = 0; i < result->cnames.count && answer->cnames.count < MAX_CNAMES; i++)
		if (!string_list_has(&answer->cnames, result->cnames.items[i]))
			string_list_add(&answer->cnames, result->cnames.items[i],
					strlen(result->cnames.items[i]));
}

static void on_result(void *arg, const struct resolve_result *result)
{
	struct ask *ask = arg;
	struct query *q = ask->query;
	struct lookup *lookup = q->lookup;
	struct answer *answer = &q->outcome->answers[q->resolver];
	size_t before = answer->address_count;
	bool is_first = ask == &q->asks[0];

	ask->question = NULL;
	lookup->under_way--;
	if (q->settled) {
		/* Its budget was over, or the answer to a later question overtook this one. */
		answer->lost_count -= is_first && q->lost;
		q->lost = q->lost && !is_first;
		return;
	}
	/* A lack of descriptors to ask again says nothing about the queries before. */
	if (!is_first && result->code == CODE_NOT_FINISHED)
		return;
	if (result->soa_zone[0]) {
		free(answer->soa_zone);
		answer->soa_zone = xstrdup(result->soa_zone);
	}
	q->lost = !is_first;
	answer->lost_count += q->lost;
	if (is_first)
		pace_answered(&lookup->pace);
	answer->no_edns[q->family == IP_V6] = result->no_edns;
	keep_cnames(answer, result);
	keep_addresses(answer, result);
	if (result->address_count && (before == 0 || result->ttl_s < answer->ttl_s))
		answer->ttl_s = result->ttl_s;
	/* Hand the addresses on before settling: the last settled question ends
	 * the stage, and what it brought must be counted by then. */
	lookup->events.addresses(lookup->events.arg, q->outcome, q->resolver,
				 answer->addresses ? answer->addresses + before : NULL,
				 answer->address_count - before);
	settle(q, result->code);
}

/* Why no answer came in time. */
static enum code silence(const struct query *q)
{
	if (shortage_count() != q->shortages)
		return CODE_NOT_FINISHED;
	return resolve_is_refused(q->lookup->resolvers[q->resolver]) ? CODE_DNS_UNREACHABLE
								     : CODE_DNS_TIMEOUT;
}

static int on_budget(sd_event_source *source, uint64_t usec, void *arg)
{
	struct query *q = arg;

	uint64_t now_us = clock_now_us();

	(void)source;
	/* A process that was paused finds its timer and its answer together. */
	for (size_t n = 0; n < q->ask_count && !q->settled; n++)
		resolve_poke(q->asks[n].question);
	if (q->settled)
		return 0;
	if (now_us > usec + CLOCK_PAUSE_US &&
	    sd_event_source_set_time(q->budget, now_us + q->lookup->budget_us) >= 0 &&
	    sd_event_source_set_enabled(q->budget, SD_EVENT_ONESHOT) >= 0)
		return 0;
	settle(q, silence(q));
	return 0;
}

static void ask_once(struct query *q)
{
	struct lookup *lookup = q->lookup;
	struct ask *ask = &q->asks[q->ask_count++];

	struct question *question;

	ask->query = q;
	lookup->under_way++;
	question = resolve_ask(lookup->resolvers[q->resolver], q->outcome->target->host, q->family,
			       on_result, ask);
	if (question)
		ask->question = question;
}

static uint64_t first_try_us(const struct lookup *lookup)
{
	uint64_t us = lookup->budget_us / BUDGET_SHARE_OF_FIRST_TRY;

	return us > LEAST_FIRST_TRY_US ? us : LEAST_FIRST_TRY_US;
}

static void ask_again_after(struct query *q, uint64_t us)
{
	(void)sd_event_source_set_time_relative(q->again, us);
	(void)sd_event_source_set_enabled(q->again, SD_EVENT_ONESHOT);
}

static int on_again(sd_event_source *source, uint64_t usec, void *arg)
{
	struct query *q = arg;
	uint64_t wait_us;

	(void)source;
	(void)usec;
	wait_us = has_room(q->lookup) ? pace_take(&q->lookup->pace, clock_now_us())
				      : WAIT_FOR_ROOM_US;
	if (wait_us) {
		ask_again_after(q, wait_us);
		return 0;
	}
	pace_lost(&q->lookup->pace);
	ask_once(q);
	if (!q->settled && q->ask_count < MAX_ASKS)
		ask_again_after(q, first_try_us(q->lookup) << (q->ask_count - 1));
	return 0;
}

static void send_query(struct query *q)
{
	struct lookup *lookup = q->lookup;

	q->sent_us = clock_now_us();
	q->shortages = shortage_count();
	q->outcome->answers[q->resolver].asked_count++;
	if (sd_event_add_time(lookup->loop, &q->budget, CLOCK_MONOTONIC,
			      q->sent_us + lookup->budget_us, 1, on_budget, q) < 0 ||
	    sd_event_add_time(lookup->loop, &q->again, CLOCK_MONOTONIC,
			      q->sent_us + first_try_us(lookup), 1, on_again, q) < 0) {
		settle(q, CODE_NOT_FINISHED);
		return;
	}
	ask_once(q);
}

static int on_pacer(sd_event_source *source, uint64_t usec, void *arg)
{
	struct lookup *lookup = arg;

	(void)source;
	(void)usec;
	while (lookup->next < lookup->query_count && !lookup->over && has_room(lookup)) {
		uint64_t wait_us = pace_take(&lookup->pace, clock_now_us());

		if (wait_us) {
			(void)sd_event_source_set_time_relative(lookup->pacer, wait_us);
			(void)sd_event_source_set_enabled(lookup->pacer, SD_EVENT_ONESHOT);
			return 0;
		}
		send_query(&lookup->queries[lookup->next++]);
	}
	return 0;
}

/* Unfinished until it is settled, so that it is never mistaken for an answer. */
static void start_answer(struct answer *answer)
{
	answer->asked = true;
	answer->code = CODE_NOT_FINISHED;
	for (size_t f = 0; f < FAMILIES; f++)
		answer->family_codes[f] = CODE_NOT_FINISHED;
}

static void add_queries(struct lookup *lookup, const struct plan *plan,
			struct target_outcome *const *outcomes, size_t count)
{
	size_t n = 0;

	lookup->queries = xcalloc(count * plan->resolver_count * FAMILIES, sizeof *lookup->queries);
	for (size_t t = 0; t < count; t++) {
		struct target_outcome *outcome = outcomes[t];

		if (outcome->target->address.family != IP_NONE || outcome->target->unnamed)
			continue;
		for (size_t r = 0; r < plan->resolver_count; r++) {
			if (outcome->answers[r].asked || !plan_asks(plan, outcome->target, r))
				continue;
			start_answer(&outcome->answers[r]);
			lookup->is_used[r] = true;
			for (size_t f = 0; f < FAMILIES; f++)
				lookup->queries[n++] = (struct query){
					.lookup = lookup,
					.outcome = outcome,
					.resolver = r,
					.family = families[f],
				};
		}
	}
	lookup->query_count = n;
	lookup->left = n;
}

int lookup_open(struct lookup **out, struct sd_event *loop, const struct plan *plan,
		struct target_outcome *const *outcomes, size_t count, uint64_t budget_us,
		const struct lookup_events *events, struct error *e)
{
	struct lookup *lookup = xcalloc(1, sizeof *lookup);
	int r = 0;

	lookup->loop = sd_event_ref(loop);
	lookup->budget_us = budget_us;
	lookup->events = *events;
	lookup->last_listening = &lookup->listening;
	lookup->most = room_for(SHARE_OF_DESCRIPTORS, MOST_UNDER_WAY);
	add_queries(lookup, plan, outcomes, count);
	for (size_t i = 0; r == 0 && i < plan->resolver_count; i++)
		if (lookup->is_used[i])
			r = resolve_open(&lookup->resolvers[i], loop, &plan->resolvers[i], e);
	if (r == 0 &&
	    (sd_event_add_time(loop, &lookup->pacer, CLOCK_MONOTONIC, 0, 1, on_pacer, lookup) < 0 ||
	     sd_event_add_time(loop, &lookup->beat, CLOCK_MONOTONIC, 0, 1, on_beat, lookup) < 0))
		r = error_set(e, ERROR_INTERNAL, ENOMEM, "cannot set a timer");
	if (r < 0) {
		lookup_close(lookup);
		return r;
	}
	(void)sd_event_source_set_enabled(lookup->pacer, SD_EVENT_OFF);
	(void)sd_event_source_set_enabled(lookup->beat, SD_EVENT_OFF);
	*out = lookup;
	return 0;
}

void lookup_start(struct lookup *lookup)
{
	pace_init(&lookup->pace, clock_now_us());
	if (lookup->left == 0) {
		lookup->over = true;
		lookup->events.over(lookup->events.arg);
		return;
	}
	arm_beat(lookup, clock_now_us());
	(void)on_pacer(lookup->pacer, 0, lookup);
}

void lookup_stop(struct lookup *lookup, enum code why)
{
	for (size_t i = 0; i < lookup->query_count; i++)
		if (!lookup->queries[i].settled)
			settle(&lookup->queries[i], why);
}

void lookup_release(struct lookup *lookup)
{
	for (size_t i = 0; i < MAX_RESOLVERS; i++) {
		resolve_close(lookup->resolvers[i]);
		lookup->resolvers[i] = NULL;
	}
}

void lookup_close(struct lookup *lookup)
{
	if (!lookup)
		return;
	lookup_release(lookup);
	for (size_t i = 0; i < lookup->query_count; i++) {
		sd_event_source_disable_unref(lookup->queries[i].budget);
		sd_event_source_disable_unref(lookup->queries[i].again);
	}
	free(lookup->queries);
	sd_event_source_disable_unref(lookup->pacer);
	sd_event_source_disable_unref(lookup->beat);
	sd_event_unref(lookup->loop);
	free(lookup);
}
