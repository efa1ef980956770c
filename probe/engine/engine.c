/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/engine.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <systemd/sd-event.h>

#include "attempt.h"
#include "dials.h"
#include "ecsprobe/shortage.h"
#include "lookup.h"
#include "tls.h"

/* For one name: a list of addresses may be as long as its server likes. */
enum { MAX_LARGE_HELLOS = 4 };

struct engine {
	struct engine_config config;
	sd_event *loop; /* owned reference */
	struct outcomes outcomes;
	struct lookup *lookup;
	struct dials *dials;
	struct tls *tls; /* made at the first handshake */
	sd_event_source *deadline, *finish, *idle;
	unsigned outstanding; /* counted when created, not when started */
	bool stopping, finished;
};

static int on_finish(sd_event_source *source, void *arg)
{
	struct engine *engine = arg;

	(void)source;
	lookup_release(engine->lookup);
	engine->config.done(engine->config.arg);
	return 0;
}

/* done is called from the loop, also when the last thing was settled inside
 * engine_start(). */
static void one_over(void *arg)
{
	struct engine *engine = arg;

	if (--engine->outstanding > 0 || engine->finished)
		return;
	engine->finished = true;
	sd_event_source_disable_unref(engine->deadline);
	engine->deadline = NULL;
	if (sd_event_add_defer(engine->loop, &engine->finish, on_finish, engine) < 0)
		engine->config.done(engine->config.arg);
}

static struct tls *shared_tls(void *arg)
{
	struct engine *engine = arg;
	struct error e;

	/* Without a descriptor to read it the store would look broken. */
	if (engine->tls || engine->outcomes.trust.unusable || out_of_descriptors())
		return engine->tls;
	if (tls_open(&engine->tls, engine->config.trust, &engine->outcomes.trust, &e) < 0) {
		engine->outcomes.trust.unusable = true;
		(void)copy_text(engine->outcomes.trust.detail, PEER_TEXT_BYTES, e.text);
	}
	return engine->tls;
}

/* The nameservers are asked and there is nothing else to do: the store is read while they answer,
 * and no handshake waits for it. */
static int on_idle(sd_event_source *source, void *arg)
{
	(void)source;
	(void)shared_tls(arg);
	return 0;
}

static bool is_routable(const struct engine *engine, const struct ip *ip)
{
	const struct host_facts *host = engine->config.host;

	if (ip->family == IP_V4 ? host->usable_v4 : host->usable_v6)
		return true;
	/* No default route of this family, but perhaps one to this very address. */
	return attempt_has_route(ip);
}

/* Why an address is not dialled at all, CODE_NONE when it is. */
static enum code find_obstacle(const struct engine *engine, const struct ip *ip)
{
	if (address_classify(ip, NULL, 0, NULL) == CLASS_BLACKHOLE)
		return CODE_BLACKHOLE_ADDRESS;
	return is_routable(engine, ip) ? CODE_NONE : CODE_NO_FAMILY_ROUTE;
}

static struct attempt_outcome *new_outcome(const struct ip *ip, unsigned from)
{
	struct attempt_outcome *outcome = xcalloc(1, sizeof *outcome);

	outcome->ip = *ip;
	outcome->from = from;
	outcome->code = CODE_NOT_FINISHED; /* until something is known */
	return outcome;
}

static struct attempt_outcome *add_outcome(struct target_outcome *target, const struct ip *ip,
					   unsigned from)
{
	struct attempt_outcome *outcome = new_outcome(ip, from);

	target->attempts = xgrow(target->attempts, target->attempt_count, sizeof *target->attempts);
	target->attempts[target->attempt_count++] = outcome;
	return outcome;
}

static void drop_outcome(struct target_outcome *target, size_t index)
{
	size_t behind = target->attempt_count - index - 1;

	attempt_outcome_free(target->attempts[index]);
	memmove(&target->attempts[index], &target->attempts[index + 1],
		behind * sizeof(struct attempt_outcome *));
	target->attempt_count--;
}

static void dial(struct engine *engine, const struct target *target, enum purpose purpose,
		 struct attempt_outcome *outcome)
{
	engine->outstanding++;
	dials_add(engine->dials, target, purpose, outcome);
}

/* What the dialler reaches through a proxy is judged through that proxy. */
static void dial_through_proxy(struct engine *engine, struct target_outcome *outcome)
{
	dial(engine, outcome->target, outcome->target->purpose,
	     add_outcome(outcome, &(struct ip){ IP_NONE, { 0 } }, 1U << FROM_PROXY));
}

/* A device that cannot join two segments may be on the path to one address of a name. */
static void try_large_hello(struct engine *engine, const struct target_outcome *outcome,
			    struct attempt_outcome *beside)
{
	const struct target *target = outcome->target;
	size_t tried = 0;

	if (beside->large_hello || beside->code == CODE_BLACKHOLE_ADDRESS ||
	    beside->code == CODE_NO_FAMILY_ROUTE || target->tcp_only || target->proxied ||
	    target->purpose != PURPOSE_CHECK ||
	    !attempt_is_dialled(engine->config.plan, outcome, beside))
		return;
	for (size_t i = 0; i < outcome->attempt_count; i++)
		tried += outcome->attempts[i]->large_hello != NULL;
	if (tried >= MAX_LARGE_HELLOS)
		return;
	beside->large_hello = new_outcome(&beside->ip, beside->from);
	dial(engine, target, PURPOSE_LARGE_HELLO, beside->large_hello);
}

/* Each address is dialled once, however many servers name it. */
static struct attempt_outcome *find_or_dial(struct engine *engine, struct target_outcome *known,
					    const struct ip *ip, unsigned from)
{
	const struct target *target = known->target;
	struct attempt_outcome *outcome;
	enum code obstacle;

	for (size_t i = 0; i < known->attempt_count; i++) {
		if (!ip_equal(&known->attempts[i]->ip, ip))
			continue;
		known->attempts[i]->from |= from;
		return known->attempts[i];
	}
	outcome = add_outcome(known, ip, from);
	obstacle = find_obstacle(engine, ip);
	if (obstacle != CODE_NONE)
		outcome->code = obstacle;
	else
		dial(engine, target, target->purpose, outcome);
	return outcome;
}

static void add_address(struct engine *engine, struct target_outcome *outcome, const struct ip *ip,
			unsigned from)
{
	try_large_hello(engine, outcome, find_or_dial(engine, outcome, ip, from));
}

static void on_addresses(void *arg, struct target_outcome *outcome, size_t resolver_index,
			 const struct ip *addresses, size_t count)
{
	struct engine *engine = arg;

	if (engine->stopping || purpose_only_resolves(outcome->target->purpose))
		return;
	for (size_t i = 0; i < count; i++)
		add_address(engine, outcome, &addresses[i], 1U << resolver_index);
}

static void take_pins(struct engine *engine, struct target_outcome *outcome,
		      const struct hosts_entry *entries, size_t count)
{
	struct answer *answer = &outcome->hosts;
	const char *name = outcome->target->host;

	for (size_t i = 0; i < count; i++) {
		if (strcasecmp(entries[i].name, name) != 0)
			continue;
		answer->asked = true;
		if (answer->address_count >= MAX_ADDRESSES) {
			answer->address_excess++;
			continue;
		}
		answer->addresses =
			xgrow(answer->addresses, answer->address_count, sizeof *answer->addresses);
		answer->addresses[answer->address_count++] = entries[i].ip;
	}
	for (size_t i = 0; i < answer->address_count; i++)
		add_address(engine, outcome, &answer->addresses[i], 1U << FROM_HOSTS);
}

/* What was taken from the host's file is what the agent's next start sees. */
static void pin_again(struct engine *engine, struct target_outcome *outcome)
{
	const struct host_facts *host = engine->config.host;

	if (outcome->repinned)
		return;
	outcome->repinned = true;
	outcome->pins_kept = host->agent_hosts_kept;
	outcome->next_hosts = outcome->hosts;
	outcome->hosts = (struct answer){ .asked = false };
	for (size_t i = 0; i < outcome->attempt_count; i++) {
		unsigned *from = &outcome->attempts[i]->from;

		if (*from & (1U << FROM_HOSTS))
			*from = (*from & ~(1U << FROM_HOSTS)) | 1U << FROM_NEXT_HOSTS;
	}
	take_pins(engine, outcome, host->agent_hosts, host->agent_hosts_count);
}

/* What needs no question: proxies, the follow-up's addresses and /etc/hosts. */
static void start_known(struct engine *engine, struct target_outcome *outcome)
{
	const struct host_facts *host = engine->config.host;
	const struct target *target = outcome->target;

	outcome->held = target->unnamed;
	if (outcome->held)
		return;
	if (target->proxied)
		dial_through_proxy(engine, outcome);
	if (target->address.family != IP_NONE) {
		add_address(engine, outcome, &target->address, 0);
		return;
	}
	/* Names that are only resolved must not be dialled by this way either. */
	if (purpose_only_resolves(target->purpose))
		return;
	take_pins(engine, outcome, host->hosts, host->hosts_count);
	if (target->own_pins)
		pin_again(engine, outcome);
}

void engine_interrupt(struct engine *engine, enum code why)
{
	if (engine->finished || engine->stopping)
		return;
	engine->stopping = true;
	engine->outstanding++; /* so that nothing is over before all is settled */
	dials_stop(engine->dials, why);
	lookup_stop(engine->lookup, why);
	one_over(engine);
}

static int on_deadline(sd_event_source *source, uint64_t usec, void *arg)
{
	(void)source;
	(void)usec;
	engine_interrupt(arg, CODE_NOT_FINISHED);
	return 0;
}

/* For the outcomes from the first on. */
static int open_lookup(struct engine *engine, size_t first, struct error *e)
{
	const struct engine_config *config = &engine->config;
	int r;

	engine->finish = sd_event_source_disable_unref(engine->finish);
	lookup_close(engine->lookup);
	engine->lookup = NULL;
	r = lookup_open(&engine->lookup, engine->loop, config->plan, engine->outcomes.items + first,
			engine->outcomes.count - first, config->dns_budget_us,
			&(struct lookup_events){ on_addresses, one_over, engine }, e);
	if (r == 0 && sd_event_add_time(engine->loop, &engine->deadline, CLOCK_MONOTONIC,
					config->deadline_us, 1, on_deadline, engine) < 0)
		r = error_set(e, ERROR_INTERNAL, ENOMEM, "cannot set a timer");
	/* Before the handshakes that are ready: computing them all may take long. */
	if (r == 0)
		(void)sd_event_source_set_priority(engine->deadline, SD_EVENT_PRIORITY_IMPORTANT);
	if (r == 0) {
		engine->outstanding = 1;
		engine->finished = engine->stopping = false;
	}
	return r;
}

/* The agent was started since: what its next start would have seen it sees now. */
static void unpin(struct target_outcome *outcome)
{
	answer_done(&outcome->hosts);
	outcome->hosts = outcome->next_hosts;
	outcome->next_hosts = (struct answer){ .asked = false };
	outcome->repinned = outcome->pins_kept = false;
	for (size_t i = outcome->attempt_count; i-- > 0;) {
		unsigned *from = &outcome->attempts[i]->from;
		bool next = *from & (1U << FROM_NEXT_HOSTS);

		*from &= ~(1U << FROM_NEXT_HOSTS | 1U << FROM_HOSTS);
		*from |= next ? 1U << FROM_HOSTS : 0;
		if (!*from)
			drop_outcome(outcome, i);
	}
}

void engine_unpin(struct engine *engine)
{
	for (size_t i = 0; i < engine->outcomes.count; i++) {
		struct target_outcome *outcome = engine->outcomes.items[i];

		if (outcome->repinned && !outcome->target->own_pins)
			unpin(outcome);
	}
}

/* Its proxy is another one than the plan assumed, or it has one after all.  The results on the
 * wrong path mean nothing; all is settled, so no attempt writes to it any more. */
static void dial_again(struct engine *engine, struct target_outcome *outcome)
{
	for (size_t i = outcome->attempt_count; i-- > 0;)
		if (outcome->attempts[i]->from & (1U << FROM_PROXY))
			drop_outcome(outcome, i);
	if (outcome->target->proxied) {
		dial_through_proxy(engine, outcome);
		return;
	}
	for (size_t i = 0; i < outcome->attempt_count; i++)
		try_large_hello(engine, outcome, outcome->attempts[i]);
}

int engine_ask_more(struct engine *engine, struct error *e)
{
	int r = open_lookup(engine, 0, e);

	if (r < 0)
		return r;
	for (size_t i = 0; i < engine->outcomes.count; i++) {
		struct target_outcome *outcome = engine->outcomes.items[i];

		if (outcome->held) {
			start_known(engine, outcome);
			continue;
		}
		if (outcome->target->again)
			dial_again(engine, outcome);
		if (outcome->target->own_pins)
			pin_again(engine, outcome);
	}
	lookup_start(engine->lookup);
	return 0;
}

int engine_follow_up(struct engine *engine, struct error *e)
{
	const struct plan *plan = engine->config.plan;
	size_t first = engine->outcomes.count;
	int r;

	for (size_t i = first; i < plan->count; i++)
		(void)outcomes_add(&engine->outcomes, plan->targets[i]);
	r = open_lookup(engine, first, e);
	if (r < 0)
		return r;
	for (size_t i = first; i < plan->count; i++)
		start_known(engine, engine->outcomes.items[i]);
	lookup_start(engine->lookup);
	return 0;
}

int engine_start(struct engine **out, struct sd_event *loop, const struct engine_config *config,
		 struct error *e)
{
	struct engine *engine = xcalloc(1, sizeof *engine);
	int r;

	engine->config = *config;
	engine->loop = sd_event_ref(loop);
	engine->dials = dials_new(&(struct dials_config){
		.loop = loop,
		.http = config->http,
		.proxies = config->plan->proxies,
		.connect_budget_us = config->connect_budget_us,
		.tls_budget_us = config->tls_budget_us,
		.tls = shared_tls,
		.over = one_over,
		.arg = engine,
	});
	trust_describe(config->trust, &engine->outcomes.trust);
	r = engine_follow_up(engine, e);
	if (r < 0) {
		engine_free(engine);
		return r;
	}
	/* Where it cannot be set, the first handshake loads the store. */
	if (sd_event_add_defer(loop, &engine->idle, on_idle, engine) >= 0)
		(void)sd_event_source_set_priority(engine->idle, SD_EVENT_PRIORITY_IDLE);
	*out = engine;
	return 0;
}

const struct outcomes *engine_outcomes(const struct engine *engine)
{
	return &engine->outcomes;
}

void engine_free(struct engine *engine)
{
	if (!engine)
		return;
	lookup_close(engine->lookup);
	dials_free(engine->dials);
	tls_close(engine->tls);
	sd_event_source_disable_unref(engine->deadline);
	sd_event_source_disable_unref(engine->finish);
	sd_event_source_disable_unref(engine->idle);
	sd_event_unref(engine->loop);
	outcomes_done(&engine->outcomes);
	free(engine);
}
