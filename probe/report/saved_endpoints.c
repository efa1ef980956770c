/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <string.h>

#include "saved_parts.h"

enum { MOST_ENDPOINTS = 4096, MOST_ADDRESSES = 2 * MAX_ADDRESSES, MOST_CNAMES = 2 * MAX_CNAMES };

SAVED_WORDS(status_name, enum status)
SAVED_WORDS(code_name, enum code)
SAVED_WORDS(address_class_name, enum address_class)
SAVED_WORDS(dialler_name, enum dialler)
SAVED_WORDS(expect_name, enum expect)
SAVED_WORDS(profile_name, enum profile)

/* A name of dns, from and judged_by. */
static const struct {
	const char *name;
	int index;
} others[] = {
	{ "hosts", FROM_HOSTS },
	{ "hosts-next-start", FROM_NEXT_HOSTS },
	{ "proxy", FROM_PROXY },
};

/* JUDGED_NOTHING: there is none of that name. */
static int source_named(const struct plan *plan, const char *name)
{
	for (size_t i = 0; i < plan->resolver_count; i++)
		if (strcmp(plan->resolvers[i].name, name) == 0)
			return (int)i;
	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (strcmp(others[i].name, name) == 0)
			return others[i].index;
	return JUDGED_NOTHING;
}

/* While one endpoint is read. */
struct saved_endpoint {
	struct endpoint_verdict verdict;
	struct target target;
	struct target *planned; /* what becomes of it */
	struct target_outcome *outcome;
	struct catalog_row *row;
	bool inferred, unplanned;
};

/* --- what the nameservers said --------------------------------------------- */

static SAVED_TAKES(take_addresses)
{
	struct answer *answer = base;

	answer->addresses = xcalloc(MOST_ADDRESSES, sizeof *answer->addresses);
	return saved_ips(reader, at, value, answer->addresses, &answer->address_count,
			 MOST_ADDRESSES);
}

static SAVED_TAKES(take_zone)
{
	const char *text = saved_text(reader, at, value);

	if (!text)
		return -EINVAL;
	((struct answer *)base)->soa_zone = xstrdup(text);
	return 0;
}

static const struct saved_field family_rows[] = {
	{ "ipv4", .as.word = code_name_at, SAVED_AT(struct answer, family_codes[0]),
	  .kind = SAVED_WORD, .count = CODE_COUNT },
	{ "ipv6", .as.word = code_name_at, SAVED_AT(struct answer, family_codes[1]),
	  .kind = SAVED_WORD, .count = CODE_COUNT },
};
static const struct saved_fields family_fields = { SAVED_FIELDS(family_rows) };

static const struct saved_field answer_rows[] = {
	{ "status", .kind = SAVED_SKIP },
	{ "code", .as.word = code_name_at, SAVED_AT(struct answer, code), .kind = SAVED_WORD,
	  .count = CODE_COUNT },
	{ "family_codes", .as.fields = &family_fields, .kind = SAVED_OBJECT },
	{ "us", SAVED_AT(struct answer, us), .kind = SAVED_NUMBER },
	{ "ttl_s", SAVED_AT(struct answer, ttl_s), .kind = SAVED_NUMBER },
	{ "cname", SAVED_AT(struct answer, cnames), .kind = SAVED_STRINGS },
	{ "soa_zone", .as.call = take_zone, .kind = SAVED_CALL },
	{ "lost", SAVED_AT(struct answer, lost_count), .kind = SAVED_NUMBER },
	{ "addresses", .as.call = take_addresses, .kind = SAVED_CALL },
};
static const struct saved_fields answer_fields = { SAVED_FIELDS(answer_rows) };

static struct answer *answer_of(struct target_outcome *outcome, int source)
{
	if (source == FROM_HOSTS)
		return &outcome->hosts;
	if (source == FROM_NEXT_HOSTS)
		return &outcome->next_hosts;
	return source >= 0 && source < MAX_RESOLVERS ? &outcome->answers[source] : NULL;
}

/* An object by the names of the resolvers. */
static SAVED_TAKES(take_dns)
{
	struct saved_endpoint *endpoint = base;
	int r = 0;

	if (!sd_json_variant_is_object(value))
		return saved_refuse(reader, at, "expected an object");
	for (size_t i = 0; r == 0 && i + 1 < sd_json_variant_elements(value); i += 2) {
		const char *key = sd_json_variant_string(sd_json_variant_by_index(value, i));
		const struct saved_place place = { .outer = at, .key = key };
		struct answer *answer =
			answer_of(endpoint->outcome, source_named(&saved_of(reader)->plan, key));

		if (!answer || answer->asked)
			return saved_refuse(reader, &place, "expected a name of resolvers, once");
		answer->asked = true;
		r = saved_read(reader, &place, sd_json_variant_by_index(value, i + 1),
			       &answer_fields, answer);
	}
	return r;
}

/* --- what came of each address --------------------------------------------- */

/* While one is read. */
struct saved_attempt {
	struct address_verdict verdict;
	struct attempt_outcome outcome;
};

static int add_from(struct saved_reader *reader, const struct saved_place *at,
		    sd_json_variant *element, void *base)
{
	const char *text = saved_text(reader, at, element);
	int source = text ? source_named(&saved_of(reader)->plan, text) : JUDGED_NOTHING;

	if (source < 0)
		return text ? saved_refuse(reader, at, "expected a name of resolvers") : -EINVAL;
	*(unsigned *)base |= 1U << source;
	return 0;
}

static SAVED_TAKES(take_from)
{
	return saved_each(reader, at, value, MAX_RESOLVERS + ARRAY_SIZE(others), add_from,
			  &((struct saved_attempt *)base)->outcome.from);
}

static SAVED_TAKES(take_via)
{
	(void)value;
	(void)reader;
	(void)at;
	((struct saved_attempt *)base)->outcome.from |= 1U << FROM_PROXY;
	return 0;
}

static int take_us(struct saved_reader *reader, const struct saved_place *at,
		   sd_json_variant *value, bool *known, uint64_t *us)
{
	*known = true;
	return saved_number(reader, at, value, UINT64_MAX, us);
}

static SAVED_TAKES(take_connect)
{
	struct attempt_outcome *a = &((struct saved_attempt *)base)->outcome;

	return take_us(reader, at, value, &a->connected, &a->connect_us);
}

static SAVED_TAKES(take_handshake)
{
	struct attempt_outcome *a = &((struct saved_attempt *)base)->outcome;

	return take_us(reader, at, value, &a->handshaken, &a->tls_us);
}

static const struct saved_field tls_rows[] = {
	{ "version", SAVED_AT(struct tls_facts, version), .kind = SAVED_TEXT },
	{ "group", SAVED_AT(struct tls_facts, group), .kind = SAVED_TEXT },
	{ "cipher", SAVED_AT(struct tls_facts, cipher), .kind = SAVED_TEXT },
	{ "subject", SAVED_AT(struct tls_facts, subject), .kind = SAVED_TEXT },
	{ "issuer", SAVED_AT(struct tls_facts, issuer), .kind = SAVED_TEXT },
	{ "root", SAVED_AT(struct tls_facts, root), .kind = SAVED_TEXT },
	{ "sans", SAVED_AT(struct tls_facts, sans), .kind = SAVED_STRINGS },
	{ "not_before", SAVED_AT(struct tls_facts, not_before_s), .kind = SAVED_TIME },
	{ "not_after", SAVED_AT(struct tls_facts, not_after_s), .kind = SAVED_TIME },
};
static const struct saved_fields tls_fields = { SAVED_FIELDS(tls_rows) };

static SAVED_TAKES(take_tls)
{
	struct tls_facts *tls = &((struct saved_attempt *)base)->outcome.tls;
	sd_json_variant *not_after = sd_json_variant_by_key(value, "not_after");

	tls->handshake_spoke = true;
	tls->certificate_seen = not_after && !sd_json_variant_is_null(not_after);
	return saved_read(reader, at, value, &tls_fields, tls);
}

static const struct saved_field large_rows[] = {
	{ "status", .kind = SAVED_SKIP },
	{ "code", .as.word = code_name_at, SAVED_AT(struct attempt_outcome, code),
	  .kind = SAVED_WORD, .count = CODE_COUNT },
};
static const struct saved_fields large_fields = { SAVED_FIELDS(large_rows) };

static SAVED_TAKES(take_large_hello)
{
	struct attempt_outcome *a = &((struct saved_attempt *)base)->outcome;

	a->large_hello = xcalloc(1, sizeof *a->large_hello);
	return saved_read(reader, at, value, &large_fields, a->large_hello);
}

static const struct saved_field attempt_rows[] = {
	{ "ip", SAVED_AT(struct saved_attempt, outcome.ip), .kind = SAVED_IP },
	{ "via", .as.call = take_via, .kind = SAVED_CALL },
	{ "from", .as.call = take_from, .kind = SAVED_CALL },
	{ "judged", SAVED_AT(struct saved_attempt, verdict.judged), .kind = SAVED_BOOL },
	{ "class", .as.word = address_class_name_at, SAVED_AT(struct saved_attempt, verdict.class),
	  .kind = SAVED_WORD, .count = CLASS_PROXIED + 1 },
	{ "nat64", SAVED_AT(struct saved_attempt, verdict.nat64), .kind = SAVED_BOOL },
	{ "status", .as.word = status_name_at, SAVED_AT(struct saved_attempt, verdict.status),
	  .kind = SAVED_WORD, .count = STATUS_SKIP + 1, .required = true },
	{ "code", .as.word = code_name_at, SAVED_AT(struct saved_attempt, outcome.code),
	  .kind = SAVED_WORD, .count = CODE_COUNT },
	{ "detail", SAVED_AT(struct saved_attempt, outcome.detail), .kind = SAVED_TEXT },
	{ "connect_us", .as.call = take_connect, .kind = SAVED_CALL },
	{ "tls_us", .as.call = take_handshake, .kind = SAVED_CALL },
	{ "failed_us", SAVED_AT(struct saved_attempt, outcome.failed_us), .kind = SAVED_NUMBER },
	{ "tls", .as.call = take_tls, .kind = SAVED_CALL },
	{ "large_hello", .as.call = take_large_hello, .kind = SAVED_CALL },
};
static const struct saved_fields attempt_fields = { SAVED_FIELDS(attempt_rows) };

static int add_attempt(struct saved_reader *reader, const struct saved_place *at,
		       sd_json_variant *element, void *base)
{
	struct saved_endpoint *endpoint = base;
	struct endpoint_verdict *v = &endpoint->verdict;
	struct target_outcome *o = endpoint->outcome;
	struct saved_attempt attempt = { 0 };
	int r = saved_read(reader, at, element, &attempt_fields, &attempt);

	o->attempts = xgrow(o->attempts, o->attempt_count, sizeof(struct attempt_outcome *));
	o->attempts[o->attempt_count] = xcalloc(1, sizeof attempt.outcome);
	*o->attempts[o->attempt_count] = attempt.outcome;
	attempt.verdict.outcome = o->attempts[o->attempt_count++];
	v->addresses = xgrow(v->addresses, v->address_count, sizeof *v->addresses);
	v->addresses[v->address_count++] = attempt.verdict;
	return r;
}

static SAVED_TAKES(take_attempts)
{
	return saved_each(reader, at, value, MOST_ADDRESSES, add_attempt, base);
}

/* --- the endpoint ---------------------------------------------------------- */

static int add_profile(struct saved_reader *reader, const struct saved_place *at,
		       sd_json_variant *element, void *base)
{
	struct catalog_row *row = base;
	const char *text = saved_text(reader, at, element);

	for (int p = 0; text && p < PROFILE_COUNT; p++) {
		if (strcmp(profile_name_at(p), text) != 0)
			continue;
		row->profiles |= 1U << p;
		return 0;
	}
	return text ? saved_refuse(reader, at, "this version does not know '%.48s'", text)
		    : -EINVAL;
}

static SAVED_TAKES(take_profiles)
{
	struct saved_endpoint *endpoint = base;

	return saved_each(reader, at, value, PROFILE_COUNT, add_profile, endpoint->row);
}

static int take_judge(struct saved_reader *reader, const struct saved_place *at,
		      sd_json_variant *value, int *judged_by)
{
	const char *text = saved_text(reader, at, value);

	if (!text)
		return -EINVAL;
	*judged_by = source_named(&saved_of(reader)->plan, text);
	return *judged_by == JUDGED_NOTHING
		       ? saved_refuse(reader, at, "expected a name of resolvers")
		       : 0;
}

static SAVED_TAKES(take_judge_v4)
{
	return take_judge(reader, at, value,
			  &((struct saved_endpoint *)base)->verdict.judged_by[0]);
}

static SAVED_TAKES(take_judge_v6)
{
	return take_judge(reader, at, value,
			  &((struct saved_endpoint *)base)->verdict.judged_by[1]);
}

static const struct saved_field judge_rows[] = {
	{ "ipv4", .as.call = take_judge_v4, .kind = SAVED_CALL },
	{ "ipv6", .as.call = take_judge_v6, .kind = SAVED_CALL },
};
static const struct saved_fields judge_fields = { SAVED_FIELDS(judge_rows) };

static SAVED_TAKES(take_answer)
{
	struct saved_endpoint *endpoint = base;
	const char *text = saved_text(reader, at, value);

	if (!text)
		return -EINVAL;
	endpoint->verdict.answer =
		answer_of(endpoint->outcome, source_named(&saved_of(reader)->plan, text));
	return endpoint->verdict.answer ? 0
					: saved_refuse(reader, at, "expected a name of resolvers");
}

static const struct saved_field endpoint_rows[] = {
	{ "service", SAVED_AT(struct saved_endpoint, target.service), .kind = SAVED_TEXT,
	  .required = true },
	{ "host", SAVED_AT(struct saved_endpoint, target.host), .kind = SAVED_TEXT,
	  .required = true },
	{ "port", SAVED_AT(struct saved_endpoint, target.port), .kind = SAVED_NUMBER,
	  .required = true },
	{ "tcp_only", SAVED_AT(struct saved_endpoint, target.tcp_only), .kind = SAVED_BOOL },
	{ "profiles", .as.call = take_profiles, .kind = SAVED_CALL },
	{ "endpoint_service", SAVED_AT(struct saved_endpoint, target.endpoint_service),
	  .kind = SAVED_TEXT },
	{ "dialled_by", .as.word = dialler_name_at,
	  SAVED_AT(struct saved_endpoint, target.dialled_by), .kind = SAVED_WORD,
	  .count = DIALLER_COUNT, .required = true },
	{ "proxied", SAVED_AT(struct saved_endpoint, target.proxied), .kind = SAVED_BOOL },
	{ "required", SAVED_AT(struct saved_endpoint, target.required), .kind = SAVED_BOOL,
	  .required = true },
	{ "expect", .as.word = expect_name_at, SAVED_AT(struct saved_endpoint, target.expect),
	  .kind = SAVED_WORD, .count = EXPECT_ANY + 1 },
	{ "inferred", SAVED_AT(struct saved_endpoint, inferred), .kind = SAVED_BOOL },
	{ "handed_out", SAVED_AT(struct saved_endpoint, unplanned), .kind = SAVED_BOOL },
	{ "vantage", .kind = SAVED_SKIP },
	{ "status", .as.word = status_name_at, SAVED_AT(struct saved_endpoint, verdict.status),
	  .kind = SAVED_WORD, .count = STATUS_SKIP + 1, .required = true },
	{ "code", .as.word = code_name_at, SAVED_AT(struct saved_endpoint, verdict.code),
	  .kind = SAVED_WORD, .count = CODE_COUNT },
	{ "class", .as.word = address_class_name_at, SAVED_AT(struct saved_endpoint, verdict.class),
	  .kind = SAVED_WORD, .count = CLASS_PROXIED + 1 },
	{ "dns", .as.call = take_dns, .kind = SAVED_CALL },
	{ "judged_by", .as.fields = &judge_fields, .kind = SAVED_OBJECT },
	{ "answered_by", .as.call = take_answer, .kind = SAVED_CALL },
	{ "addresses_judged", SAVED_AT(struct saved_endpoint, verdict.judged_count),
	  .kind = SAVED_NUMBER },
	{ "addresses_working", SAVED_AT(struct saved_endpoint, verdict.working_count),
	  .kind = SAVED_NUMBER },
	{ "addresses", .as.call = take_attempts, .kind = SAVED_CALL },
};
static const struct saved_fields endpoint_fields = { SAVED_FIELDS(endpoint_rows) };

static struct catalog_row *add_row(struct saved_report *saved)
{
	struct catalog_row *row = xcalloc(1, sizeof *row);

	saved->rows = xgrow(saved->rows, saved->row_count, sizeof(struct catalog_row *));
	saved->rows[saved->row_count++] = row;
	return row;
}

/* Of a host that somebody named there is no row of the catalog. */
static void finish(struct saved_report *saved, struct saved_endpoint *endpoint)
{
	struct target *target = &endpoint->target;
	struct endpoint_verdict *v = &endpoint->verdict;

	target->purpose = endpoint->unplanned ? PURPOSE_NAMED : PURPOSE_CHECK;
	target->provenance = endpoint->inferred ? PROVENANCE_INFERRED : PROVENANCE_OWN;
	if (endpoint->row->profiles || target->endpoint_service[0]) {
		endpoint->row->id = endpoint->planned->service;
		target->row = endpoint->row;
	}
	*endpoint->planned = *target;
	v->vantage = &saved->plan.vantages[target->dialled_by][MOMENT_RUNNING];
}

static int add_endpoint(struct saved_reader *reader, const struct saved_place *at,
			sd_json_variant *element, void *base)
{
	struct saved_report *saved = saved_of(reader);
	struct report *report = base;
	struct saved_endpoint endpoint = { .row = add_row(saved) };
	int r;

	endpoint.planned = plan_add(&saved->plan, &endpoint.target);
	endpoint.verdict.target = endpoint.planned;
	endpoint.outcome = outcomes_add(&saved->outcomes, endpoint.planned);
	endpoint.verdict.outcome = endpoint.outcome;
	for (int family = 0; family < FAMILIES; family++)
		endpoint.verdict.judged_by[family] = JUDGED_NOTHING;
	r = saved_read(reader, at, element, &endpoint_fields, &endpoint);
	if (r == 0 && (endpoint.verdict.judged_count > endpoint.verdict.address_count ||
		       endpoint.verdict.working_count > endpoint.verdict.judged_count))
		r = saved_refuse(reader, at,
				 "found more addresses judged or working than there are");
	finish(saved, &endpoint);
	report->endpoints =
		xgrow(report->endpoints, report->endpoint_count, sizeof *report->endpoints);
	report->endpoints[report->endpoint_count++] = endpoint.verdict;
	return r;
}

SAVED_TAKES(saved_take_endpoints)
{
	return saved_each(reader, at, value, MOST_ENDPOINTS, add_endpoint, base);
}
