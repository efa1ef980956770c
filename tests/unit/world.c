/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

enum { DAY_S = 86400 };

static void add_resolver(struct world *w, const char *name, const char *ip, bool route53,
			 bool configured)
{
	struct resolver *r = &w->plan.resolvers[w->plan.resolver_count++];

	*r = (struct resolver){ .address = { ip_of(ip), 53 },
				.route53 = route53,
				.configured = configured };
	(void)copy_text(r->name, sizeof r->name, name);
}

static void set_nameservers(struct world *w, const char *word)
{
	static const struct {
		const char *word, *system;
		bool beside;
	} rows[] = {
		{ "r53", NULL, false },          { "system", "10.0.0.53", true },
		{ "two", "10.0.0.53", true },    { "system,r53", "10.0.0.53", false },
		{ "foreign", "10.4.0.2", true }, { "stub", "127.0.0.53", true },
		{ "hub", "10.99.0.53", true },
	};
	bool beside = false;

	w->plan.resolver_count = 0;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].word, word) != 0)
			continue;
		beside = rows[i].beside;
		if (rows[i].system)
			add_resolver(w, "system", rows[i].system, false, true);
	}
	if (strcmp(word, "two") == 0)
		add_resolver(w, "system-2", "10.0.0.54", false, true);
	add_resolver(w, "route53", beside ? "169.254.169.253" : "10.0.0.2", true, !beside);
}

static enum expect expect_of(const char *word)
{
	for (int i = EXPECT_AUTO; i <= EXPECT_ANY; i++)
		if (strcmp(expect_name((enum expect)i), word) == 0)
			return (enum expect)i;
	fail_msg("the test says '%s', which is no path", word);
	return EXPECT_AUTO;
}

static enum code code_of(const char *word)
{
	enum code code = CODE_NONE;

	if (!code_parse(word, &code))
		fail_msg("the test says '%s', which is no code", word);
	return code;
}

static void set_region(struct world *w, const char *region)
{
	struct identity *identity = &w->facts.identity;

	identity->known_partition = partition_of_region(region);
	assert_non_null(identity->known_partition);
	(void)copy_text(identity->region, REGION_BYTES, region);
	(void)copy_text(identity->regions[REGION_FROM_IMDS], REGION_BYTES, region);
	(void)copy_text(identity->partition, SUFFIX_BYTES, identity->known_partition->name);
	(void)copy_text(identity->dns_suffix, SUFFIX_BYTES, identity->known_partition->dns_suffix);
	w->plan.region_needs_all = partition_region_needs_all(region);
}

static void set_instance_region(struct world *w, const char *region)
{
	(void)copy_text(w->facts.identity.regions[REGION_FROM_IMDS], REGION_BYTES, region);
	(void)copy_text(w->facts.identity.regions[REGION_FROM_AGENT], REGION_BYTES,
			w->facts.identity.region);
}

static void set_profile(struct world *w, const char *name)
{
	enum profile profile = PROFILE_ECS;

	if (!profile_parse(name, &profile))
		fail_msg("the test says '%s', which is no profile", name);
	w->plan.profiles |= 1U << profile;
}

static void set_vpc(struct world *w, const char *value)
{
	struct network *network = &w->facts.network;

	if (strcmp(value, "none") != 0)
		network->vpc_cidrs[network->vpc_cidr_count++] = cidr_of(value);
}

static void set_allow(struct world *w, const char *value)
{
	w->allowed[w->allow.count++] = cidr_of(value);
}

static void set_skew(struct world *w, const char *value)
{
	w->facts.imds.clock_known = true;
	w->facts.imds.clock_skew_s = strtoll(value, NULL, 10);
}

static void set_bridge(struct world *w, const char *value)
{
	struct bridge *bridge = &w->facts.host.bridges[w->facts.host.bridge_count++];

	bridge->cidr = cidr_of(value);
	(void)copy_text(bridge->name, sizeof bridge->name, "docker0");
}

static enum dialler dialler_of(const char *word)
{
	for (int i = 0; i < DIALLER_COUNT; i++)
		if (strcmp(dialler_name((enum dialler)i), word) == 0)
			return (enum dialler)i;
	fail_msg("the test says '%s', which is no dialler", word);
	return DIALLER_AGENT;
}

static void set_proxy(struct world *w, const char *value)
{
	struct proxy *proxy = &w->plan.proxies[dialler_of(value)];

	proxy->set = true;
	proxy->url = xstrdup("http://user:secret@proxy.corp:3128");
	proxy->covers_metadata = proxy->covers_credentials = proxy->covers_docker = true;
	(void)copy_text(proxy->shown, sizeof proxy->shown, "http://proxy.corp:3128");
	(void)copy_text(proxy->source, sizeof proxy->source, "/etc/ecs/ecs.config");
}

static void set_store(struct world *w, const char *value)
{
	struct trust_outcome *trust = &w->outcomes.trust;

	trust->embedded = strcmp(value, "embedded") == 0;
	trust->unusable = strcmp(value, "unusable") == 0;
	if (!trust->embedded && !trust->unusable)
		(void)copy_text(trust->source, sizeof trust->source, value);
}

static void set_uplink(struct world *w, const char *value)
{
	struct host_facts *host = &w->facts.host;

	host->nameservers[0] = w->plan.resolvers[0].address.ip;
	host->nameserver_count = 1;
	host->stub_uplinks[host->stub_uplink_count++] = ip_of(value);
}

/* A healthy one of that version, which has nothing to say of itself. */
static void set_agent(struct world *w, const char *value)
{
	struct agent_status *agent = &w->agent;
	unsigned *numbers = agent->introspection.version_numbers;

	agent->looked = agent->booted = agent->unit.without_container = true;
	agent->unit.sight = agent->introspection.sight = SIGHT_SEEN;
	agent->path.log_sight = agent->path.peers_sight = SIGHT_ABSENT;
	(void)copy_text(agent->unit.load, sizeof agent->unit.load, "loaded");
	(void)copy_text(agent->unit.active, sizeof agent->unit.active, "active");
	(void)copy_text(agent->introspection.arn, sizeof agent->introspection.arn, "arn:aws:ecs");
	assert_int_equal(sscanf(value, "%u.%u.%u", &numbers[0], &numbers[1], &numbers[2]), 3);
}

static void set_world(struct world *w, enum expect *expect, const char *key, const char *value)
{
	static const struct {
		const char *key;
		void (*set)(struct world *w, const char *value);
	} rows[] = {
		{ "ns", set_nameservers },
		{ "region", set_region },
		{ "vpc", set_vpc },
		{ "allow", set_allow },
		{ "skew", set_skew },
		{ "bridge", set_bridge },
		{ "proxy", set_proxy },
		{ "store", set_store },
		{ "uplink", set_uplink },
		{ "agent", set_agent },
		{ "in", set_instance_region },
		{ "profile", set_profile },
	};

	if (strcmp(key, "expect") == 0) {
		*expect = expect_of(value);
		return;
	}
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		if (strcmp(rows[i].key, key) == 0) {
			rows[i].set(w, value);
			return;
		}
	}
	fail_msg("the test says '%s=%s' of the world", key, value);
}

static struct target *grow(struct plan *plan, struct outcomes *outcomes)
{
	plan->targets = xgrow(plan->targets, plan->count, sizeof *plan->targets);
	outcomes->targets = xgrow(outcomes->targets, outcomes->count, sizeof *outcomes->targets);
	outcomes->count++;
	return &plan->targets[plan->count++];
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

static void add_target(struct world *w, const char *service, enum expect expect)
{
	static const struct target defaults = {
		.port = 443, .required = true, .source = "a guide", .why = "it is needed"
	};
	const struct identity *identity = &w->facts.identity;
	struct target *t = grow(&w->plan, &w->outcomes);
	char host[HOST_BYTES];

	*t = defaults;
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
	if (t->row)
		set_name(w, t, NAME_PLAIN);
	w->current = &w->outcomes.targets[w->outcomes.count - 1];
}

static enum purpose purpose_of(const char *word)
{
	static const char *const words[] = {
		[PURPOSE_NUMBERED] = "numbered",
		[PURPOSE_SAME_AGAIN] = "same-again",
		[PURPOSE_SMALL_HELLO] = "small-hello",
		[PURPOSE_SMALL_SEGMENTS] = "small-segments",
		[PURPOSE_OTHER_REGION] = "other-region",
		[PURPOSE_PLAIN_NAME] = "plain-name",
		[PURPOSE_ELSEWHERE] = "elsewhere",
		[PURPOSE_AGENT_PEER] = "agent-peer",
	};

	for (size_t i = 1; i < ARRAY_SIZE(words); i++)
		if (words[i] && strcmp(words[i], word) == 0)
			return (enum purpose)i;
	fail_msg("the test says '%s', which nobody asks for", word);
	return PURPOSE_CHECK;
}

static void add_followup(struct world *w, const char *word)
{
	const struct target *origin = &w->plan.targets[w->plan.count - 1];
	struct target *t = grow(&w->followup, &w->followup_outcomes);

	*t = *origin;
	t->purpose = purpose_of(word);
	t->origin = w->plan.count - 1;
	t->required = t->purpose == PURPOSE_NUMBERED && origin->required;
	if (t->purpose == PURPOSE_NUMBERED)
		(void)snprintf(t->service, sizeof t->service, "%.100s-1", origin->service);
	if (t->purpose == PURPOSE_AGENT_PEER)
		(void)copy_text(t->host, sizeof t->host, "ecs-a-1.us-east-1.amazonaws.com");
	if (t->purpose == PURPOSE_OTHER_REGION)
		(void)copy_text(t->host, sizeof t->host, "ecs.eu-west-1.amazonaws.com");
	w->current = &w->followup_outcomes.targets[w->followup_outcomes.count - 1];
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

	return attempt_of(&world->outcomes.targets[target], &wanted);
}

/* Of the target that was named last. */
static void set_flag(struct world *w, const char *word)
{
	struct target *t = &w->plan.targets[w->plan.count - 1];

	if (strcmp(word, "optional") == 0)
		t->required = false;
	else if (strcmp(word, "inferred") == 0)
		t->provenance = PROVENANCE_INFERRED;
	else if (strcmp(word, "proxied") == 0)
		t->proxied = true;
	else if (strcmp(word, "dual") == 0)
		set_name(w, t, NAME_DUAL);
	else if (strcmp(word, "fips") == 0)
		set_name(w, t, NAME_FIPS);
	else if (strcmp(word, "tcp") == 0) {
		t->tcp_only = true;
		t->port = 5432;
	} else
		t->expect = expect_of(word);
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
		else if (piece[0] == '@')
			(void)copy_text(answer->soa_zone, sizeof answer->soa_zone, piece + 1);
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
	struct target *t = count ? &w->followup.targets[count - 1] : NULL;

	if (t && w->current == &w->followup_outcomes.targets[count - 1] &&
	    t->purpose >= PURPOSE_SAME_AGAIN && t->purpose <= PURPOSE_SMALL_SEGMENTS)
		t->address = *ip;
}

static void set_target(struct world *w, const char *key, char *value)
{
	struct ip ip;

	if (ip_parse(key, &ip)) {
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
		(void)copy_text(a->tls.group, sizeof a->tls.group, "X25519MLKEM768");
		a->tls.not_before_s = WORLD_TIME_S - 30 * DAY_S;
		a->tls.not_after_s = WORLD_TIME_S + 300 * DAY_S;
	}
}

static void fill_attempts(struct outcomes *outcomes, const struct plan *plan)
{
	for (size_t t = 0; t < outcomes->count; t++)
		for (size_t i = 0; i < outcomes->targets[t].attempt_count; i++)
			fill_attempt(outcomes->targets[t].attempts[i], plan->targets[t].tcp_only);
}

static void read_word(struct world *w, enum expect *expect, char *word)
{
	char *value = strchr(word, '=');
	size_t len = strlen(word);

	if (value)
		*value++ = '\0';
	if (!value && word[len - 1] == ':') {
		word[len - 1] = '\0';
		if (word[0] == '+')
			add_followup(w, word + 1);
		else
			add_target(w, word, *expect);
	} else if (w->plan.count == 0 && value) {
		set_world(w, expect, word, value);
	} else if (value) {
		set_target(w, word, value);
	} else {
		set_flag(w, word);
	}
}

static void fill_facts(struct world *w)
{
	struct facts *facts = &w->facts;

	set_region(w, "us-east-1");
	facts->identity.region_source = REGION_FROM_IMDS;
	facts->imds.asked = true;
	(void)copy_text(facts->imds.endpoint, sizeof facts->imds.endpoint,
			"http://169.254.169.254");
	facts->host.usable_v4 = true;
	(void)copy_text(w->outcomes.trust.source, sizeof w->outcomes.trust.source, "host");
	(void)copy_text(w->outcomes.trust.path, sizeof w->outcomes.trust.path, "/etc/ssl/certs");
}

static void fill_report(struct world *w)
{
	w->allow.items = w->allowed;
	w->policy = (struct judge_policy){
		.allow_cidrs = &w->allow,
		.dns_budget_us = 3000000,
		.connect_budget_us = 3000000,
		.tls_budget_us = 3000000,
		.expect = EXPECT_AUTO,
	};
	w->report = (struct report){
		.version = "1.2.3",
		.time_s = WORLD_TIME_S,
		.build_s = WORLD_TIME_S - DAY_S,
		.duration_us = 41200,
		.facts = &w->facts,
		.plan = &w->plan,
		.outcomes = &w->outcomes,
		.agent = w->agent.looked ? &w->agent : NULL,
	};
	if (w->followup.count == 0)
		return;
	memcpy(w->followup.resolvers, w->plan.resolvers, sizeof w->followup.resolvers);
	w->followup.resolver_count = w->plan.resolver_count;
	w->report.followup = &w->followup;
	w->report.followup_outcomes = &w->followup_outcomes;
}

struct world *world_new(const char *text)
{
	struct world *w = xcalloc(1, sizeof *w);
	enum expect expect = EXPECT_AUTO;
	char *copy = xstrdup(text);
	char *rest = copy;
	char *word;

	fill_facts(w);
	set_nameservers(w, "r53");
	if (!strstr(text, "vpc="))
		set_vpc(w, "10.0.0.0/16");
	while ((word = strsep(&rest, " ")))
		if (*word)
			read_word(w, &expect, word);
	free(copy);
	fill_attempts(&w->outcomes, &w->plan);
	fill_attempts(&w->followup_outcomes, &w->followup);
	fill_report(w);
	return w;
}

void world_judge(struct world *world)
{
	judge(&world->report, &world->policy);
}

static void answer_done(struct answer *answer)
{
	string_list_done(&answer->cnames);
	free(answer->addresses);
}

static void outcomes_done(struct outcomes *outcomes)
{
	for (size_t t = 0; t < outcomes->count; t++) {
		struct target_outcome *target = &outcomes->targets[t];

		answer_done(&target->hosts);
		for (size_t r = 0; r < MAX_RESOLVERS; r++)
			answer_done(&target->answers[r]);
		for (size_t i = 0; i < target->attempt_count; i++) {
			string_list_done(&target->attempts[i]->tls.sans);
			free(target->attempts[i]);
		}
		free(target->attempts);
	}
	free(outcomes->targets);
}

void world_free(struct world *w)
{
	judge_done(&w->report);
	outcomes_done(&w->outcomes);
	outcomes_done(&w->followup_outcomes);
	plan_done(&w->plan);
	plan_done(&w->followup);
	free(w);
}

char *world_endpoints(const struct world *world)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < world->report.endpoint_count; i++) {
		const struct endpoint_verdict *e = &world->report.endpoints[i];
		char *longer = xasprintf("%s%s%s %s %s %s", text, i ? "; " : "", e->target->service,
					 status_name(e->status), e->code ? code_name(e->code) : "-",
					 address_class_name(e->class));

		free(text);
		text = longer;
	}
	return text;
}

char *world_findings(const struct world *world)
{
	char *text = xstrdup("");

	for (size_t i = 0; i < world->report.findings.count; i++) {
		const struct finding *f = &world->report.findings.items[i];
		char *longer = xasprintf("%s%s%s:%s:%s", text, i ? " " : "",
					 severity_name(f->severity), code_name(f->code),
					 f->subject);

		free(text);
		text = longer;
	}
	return text;
}
