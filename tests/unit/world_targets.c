/* SPDX-License-Identifier: Apache-2.0 */
/* The endpoints of a world, and what was seen of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "world_parts.h"

static enum code code_of(const char *word)
{
	enum code code = CODE_NONE;

	if (!code_parse(word, &code))
		fail_msg("the test says '%s', which is no code", word);
	return code;
}

/* What the catalog says of the name that is asked for. */
static void set_name(const struct world *w, struct target *t, enum name_variant variant)
{
	const struct identity *identity = &w->facts.identity;

	t->variant = variant;
	t->provenance = catalog_provenance(t->row, identity->known_partition);
	t->may_not_exist = !catalog_is_everywhere(t->row, variant);
	t->unoffered =
		catalog_unoffered(t->row, identity->known_partition, identity->region, variant);
	if (t->unoffered && t->unoffered->tolerated)
		t->expect = EXPECT_ANY;
}

void world_add_target(struct world *w, const char *service, enum expect expect)
{
	static const struct target defaults = {
		.port = 443, .required = true, .source = "a guide", .why = "it is needed"
	};
	const struct identity *identity = &w->facts.identity;
	struct target *t = plan_add(&w->plan, &defaults);
	char host[HOST_BYTES];

	t->row = catalog_find(service);
	t->expect = expect;
	if (!t->row || !t->row->sdk)
		t->provenance = t->row ? PROVENANCE_DOCUMENTED : PROVENANCE_OWN;
	(void)copy_text(t->service, sizeof t->service, service);
	/* The name that AWS documents, or one that looks like it. */
	if (!plan_plain_host(t, identity, host))
		(void)snprintf(host, sizeof host, "%.100s.%s.%s", service, identity->region,
			       identity->dns_suffix);
	(void)copy_text(t->host, sizeof t->host, host);
	(void)snprintf(t->endpoint_service, sizeof t->endpoint_service, "com.amazonaws.%s.%.64s",
		       identity->region, service);
	if (t->row) {
		set_name(w, t, NAME_PLAIN);
		/* Where it makes no difference the agent dials all, as it always did here. */
		if (!w->plan.vantages[DIALLER_AGENT][MOMENT_RUNNING].as_host)
			t->dialled_by = t->row->dialled_by;
	}
	w->current = outcomes_add(&w->outcomes, t);
}

static enum purpose purpose_of(const char *word)
{
	static const char *const words[] = {
		[PURPOSE_NUMBERED] = "numbered",
		[PURPOSE_NAMED] = "named",
		[PURPOSE_SAME_AGAIN] = "same-again",
		[PURPOSE_LARGE_HELLO] = "large-hello",
		[PURPOSE_LARGE_SEGMENTS] = "large-segments",
		[PURPOSE_SMALL_SEGMENTS] = "small-segments",
		[PURPOSE_OTHER_REGION] = "other-region",
		[PURPOSE_PLAIN_NAME] = "plain-name",
		[PURPOSE_DUAL_NAME] = "dual-name",
		[PURPOSE_SECOND_LOOK] = "second-look",
		[PURPOSE_SEARCH_NAME] = "search-name",
		[PURPOSE_SERVICE_NAME] = "service-name",
		[PURPOSE_ELSEWHERE] = "elsewhere",
		[PURPOSE_AGENT_PEER] = "agent-peer",
		[PURPOSE_PROXY_NAME] = "proxy-name",
	};

	for (size_t i = 1; i < ARRAY_SIZE(words); i++)
		if (words[i] && strcmp(words[i], word) == 0)
			return (enum purpose)i;
	fail_msg("the test says '%s', which nobody asks for", word);
	return PURPOSE_CHECK;
}

/* The first that was not asked for yet, of now or of the next start. */
static void set_search_name(const struct world *w, struct target *t, const struct target *origin)
{
	for (size_t m = 0; m < MOMENT_COUNT; m++) {
		char names[MAX_SEARCH][HOST_BYTES];
		size_t count = resolv_conf_search_names(
			&w->plan.vantages[origin->dialled_by][m].resolver, origin->host, names);

		for (size_t n = 0; n < count; n++) {
			bool known = false;

			for (size_t i = 0; i + 1 < w->followup.count; i++)
				known |= strcmp(w->followup.targets[i]->host, names[n]) == 0;
			if (known)
				continue;
			(void)copy_text(t->host, sizeof t->host, names[n]);
			return;
		}
	}
	fail_msg("no name of a search list is left for %s", origin->host);
}

static const struct target *judged_last(const struct plan *followup)
{
	for (size_t i = followup->count; i-- > 0;)
		if (purpose_is_judged(followup->targets[i]->purpose))
			return followup->targets[i];
	fail_msg("the test has no host of the follow-up to ask about");
	return NULL;
}

void world_add_followup(struct world *w, const char *word)
{
	const struct target *origin = word[0] == '+' ? judged_last(&w->followup)
						     : w->plan.targets[w->plan.count - 1];
	struct target *t = plan_add(&w->followup, origin);

	t->purpose = purpose_of(word + (word[0] == '+'));
	t->origin = origin;
	t->required = target_is_handed_out(t) && origin->required;
	t->proxied &= target_is_handed_out(t);
	if (t->purpose == PURPOSE_NUMBERED)
		(void)snprintf(t->service, sizeof t->service, "%.100s-1", origin->service);
	if (t->purpose == PURPOSE_AGENT_PEER)
		(void)copy_text(t->host, sizeof t->host, "ecs-a-1.us-east-1.amazonaws.com");
	if (t->purpose == PURPOSE_DUAL_NAME && !plan_dual_host(origin, &w->facts.identity, t->host))
		fail_msg("%s has no dual-stack name", origin->host);
	if (t->purpose == PURPOSE_SEARCH_NAME)
		set_search_name(w, t, origin);
	if (t->purpose == PURPOSE_SERVICE_NAME)
		(void)snprintf(t->host, sizeof t->host, "%.100s.us-east-1.amazonaws.com",
			       origin->service);
	if (t->purpose == PURPOSE_OTHER_REGION)
		(void)copy_text(t->host, sizeof t->host, "ecs.eu-west-1.amazonaws.com");
	w->current = outcomes_add(&w->followup_outcomes, t);
}

static struct attempt_outcome *attempt_of(struct target_outcome *t, const struct ip *ip)
{
	struct attempt_outcome *a;

	for (size_t i = 0; i < t->attempt_count; i++)
		if (ip_equal(&t->attempts[i]->ip, ip))
			return t->attempts[i];
	a = xcalloc(1, sizeof *a);
	a->ip = *ip;
	a->tls.root_is_amazon = true;
	t->attempts = xgrow(t->attempts, t->attempt_count, sizeof *t->attempts);
	t->attempts[t->attempt_count++] = a;
	return a;
}

struct attempt_outcome *world_attempt(struct world *world, size_t target, const char *ip)
{
	struct ip wanted = ip_of(ip);

	return attempt_of(world->outcomes.items[target], &wanted);
}

/* Of the target that was named last. */
void world_set_flag(struct world *w, const char *word)
{
	struct target *t = w->plan.targets[w->plan.count - 1];

	if (strcmp(word, "optional") == 0)
		t->required = false;
	else if (strcmp(word, "unused") == 0)
		t->unused = true;
	else if (strcmp(word, "inferred") == 0)
		t->provenance = PROVENANCE_INFERRED;
	else if (strcmp(word, "proxied") == 0)
		t->proxied = true;
	else if (strcmp(word, "in-vain") == 0)
		t->proxied = t->in_vain = true;
	else if (strcmp(word, "dual") == 0)
		set_name(w, t, NAME_DUAL);
	else if (strcmp(word, "fips") == 0)
		set_name(w, t, NAME_FIPS);
	else if (strcmp(word, "tcp") == 0) {
		t->tcp_only = true;
		t->port = 5432;
	} else
		t->expect = world_expect(word);
}

static void take_code(struct answer *answer, enum code code, unsigned *codes)
{
	if (answer->address_count)
		answer->family_codes[answer->addresses[0].family == IP_V4] = code;
	else if ((*codes)++ == 0)
		answer->family_codes[0] = answer->family_codes[1] = code;
	else
		answer->family_codes[1] = code;
	/* As the engine counts them: a question to each family. */
	if (code == CODE_DNS_TIMEOUT)
		answer->lost_count = answer->address_count ? 1 : FAMILIES;
}

static void take_address(struct target_outcome *t, struct answer *answer, unsigned from,
			 const char *text)
{
	struct ip ip = ip_of(text);

	answer->addresses =
		xgrow(answer->addresses, answer->address_count, sizeof *answer->addresses);
	answer->addresses[answer->address_count++] = ip;
	answer->family_codes[ip.family == IP_V6] = CODE_NONE;
	attempt_of(t, &ip)->from |= 1U << from;
}

static void add_answer(struct target_outcome *t, unsigned from, struct answer *answer, char *value)
{
	char *rest = value;
	char *piece;
	unsigned codes = 0;

	answer->asked = true;
	answer->us = 800;
	answer->ttl_s = 60;
	answer->asked_count = FAMILIES;
	answer->family_codes[0] = answer->family_codes[1] = CODE_DNS_NODATA;
	while ((piece = strsep(&rest, ","))) {
		if (strcmp(piece, "excess") == 0)
			answer->address_excess = 7;
		else if (strcmp(piece, "lost") == 0)
			answer->lost_count++;
		else if (strcmp(piece, "slow") == 0)
			answer->family_us[0] = answer->family_us[1] = answer->us = 1300000;
		else if (strcmp(piece, "noedns") == 0)
			answer->no_edns[0] = answer->no_edns[1] = true;
		else if (strcmp(piece, "ttl0") == 0)
			answer->ttl_s = 0;
		else if (piece[0] == '@')
			answer->soa_zone = xstrdup(piece + 1);
		else if (piece[0] == '!')
			take_code(answer, code_of(piece + 1), &codes);
		else
			take_address(t, answer, from, piece);
	}
	answer->code = answer->address_count ? CODE_NONE
					     : code_more_telling(answer->family_codes[0],
								 answer->family_codes[1]);
}

static void set_answer(struct world *w, const char *key, char *value)
{
	struct target_outcome *t = w->current;

	if (strcmp(key, "hosts") == 0) {
		add_answer(t, FROM_HOSTS, &t->hosts, value);
		return;
	}
	if (strcmp(key, "via") == 0) {
		struct answer none = { 0 };

		add_answer(t, FROM_PROXY, &none, value);
		free(none.addresses);
		return;
	}
	for (unsigned r = 0; r < w->plan.resolver_count; r++) {
		if (strcmp(w->plan.resolvers[r].name, key) == 0) {
			add_answer(t, r, &t->answers[r], value);
			return;
		}
	}
	fail_msg("the test says '%s', which nobody is asked for", key);
}

/* What the peers of the current target show of themselves. */
static void set_peers(struct target_outcome *t, const char *key, const char *value)
{
	for (size_t i = 0; i < t->attempt_count; i++) {
		struct tls_facts *tls = &t->attempts[i]->tls;

		if (strcmp(key, "root") == 0) {
			(void)snprintf(tls->root, sizeof tls->root, "CN=%s", value);
			tls->root_is_amazon = false;
		} else if (strcmp(key, "chain") == 0) {
			tls->chain_length = (unsigned)strtoul(value, NULL, 10);
			(void)copy_text(tls->subject, sizeof tls->subject, "CN=leaf");
			(void)copy_text(tls->issuer, sizeof tls->issuer, "CN=intermediate");
		} else if (strcmp(key, "valid") == 0) {
			char *end;

			tls->not_before_s = WORLD_TIME_S + strtoll(value, &end, 10);
			tls->not_after_s = WORLD_TIME_S + strtoll(end + 2, NULL, 10);
		}
	}
}

static bool is_about_peers(const char *key)
{
	return strcmp(key, "root") == 0 || strcmp(key, "chain") == 0 || strcmp(key, "valid") == 0;
}

/* A retry is of one address alone. */
static void note_retried(struct world *w, const struct ip *ip)
{
	size_t count = w->followup.count;
	struct target *t = count ? w->followup.targets[count - 1] : NULL;

	if (t && w->current->target == t && t->purpose >= PURPOSE_SAME_AGAIN &&
	    t->purpose <= PURPOSE_LARGE_SEGMENTS)
		t->address = *ip;
}

/* Of the address that was named last. */
static void set_large_hello(struct target_outcome *t, const char *value)
{
	struct attempt_outcome *large = xcalloc(1, sizeof *large);

	large->code = strcmp(value, "ok") == 0 ? CODE_NONE : code_of(value);
	large->connected = large->code != CODE_TCP_TIMEOUT;
	t->attempts[t->attempt_count - 1]->large_hello = large;
}

void world_set_target(struct world *w, const char *key, char *value)
{
	struct ip ip;

	if (strcmp(key, "large") == 0)
		set_large_hello(w->current, value);
	else if (ip_parse(key, &ip)) {
		attempt_of(w->current, &ip)->code = strcmp(value, "ok") == 0 ? CODE_NONE
									     : code_of(value);
		note_retried(w, &ip);
	} else if (is_about_peers(key))
		set_peers(w->current, key, value);
	else
		set_answer(w, key, value);
}

/* What an engine would have seen on the way to each code. */
static void fill_attempt(struct attempt_outcome *a, bool tcp_only)
{
	const char *name = code_name(a->code);

	a->dialled = a->code != CODE_NO_FAMILY_ROUTE && a->code != CODE_BLACKHOLE_ADDRESS;
	a->connected = a->code == CODE_NONE || strncmp(name, "tls-", 4) == 0;
	a->handshaken = a->code == CODE_NONE && !tcp_only;
	a->connect_us = a->connected ? 1500 : 0;
	a->tls_us = a->handshaken ? 9000 : 0;
	a->tls.handshake_spoke = a->tls.certificate_seen = a->handshaken;
	if (a->handshaken) {
		(void)copy_text(a->tls.version, sizeof a->tls.version, "TLSv1.3");
		(void)copy_text(a->tls.group, sizeof a->tls.group, "x25519");
		a->tls.not_before_s = WORLD_TIME_S - 30 * DAY_S;
		a->tls.not_after_s = WORLD_TIME_S + 300 * DAY_S;
	}
}

void outcomes_fill(const struct outcomes *outcomes)
{
	for (size_t t = 0; t < outcomes->count; t++) {
		const struct target_outcome *outcome = outcomes->items[t];

		for (size_t i = 0; i < outcome->attempt_count; i++)
			fill_attempt(outcome->attempts[i], outcome->target->tcp_only);
	}
}
