/* SPDX-License-Identifier: Apache-2.0 */
#include "words.h"

#include <string.h>

#include "ecsprobe/clock.h"
#include "word_parts.h"

enum { SHOWN_SANS = 4 };

static bool is_judged(const struct view *view, const struct address_verdict *a)
{
	(void)view;
	return a->judged;
}

static bool is_dead(const struct view *view, const struct address_verdict *a)
{
	(void)view;
	return address_counts(a) && a->status == STATUS_FAIL;
}

static bool is_skipped(const struct view *view, const struct address_verdict *a)
{
	(void)view;
	return a->judged && a->outcome->code == CODE_NO_FAMILY_ROUTE;
}

static bool is_of_route53(const struct view *view, const struct address_verdict *a)
{
	for (size_t r = 0; r < view->report->plan->resolver_count; r++)
		if (view->report->plan->resolvers[r].route53 && (a->outcome->from & (1U << r)))
			return true;
	return false;
}

static bool is_of_host(const struct view *view, const struct address_verdict *a)
{
	for (size_t r = 0; r < view->report->plan->resolver_count; r++)
		if (view->report->plan->resolvers[r].configured && (a->outcome->from & (1U << r)))
			return true;
	return false;
}

static void word_host(struct text *text, const struct view *view)
{
	text_append(text, "%s", view->endpoint->target->host);
}

static void word_port(struct text *text, const struct view *view)
{
	text_append(text, "%u", view->endpoint->target->port);
}

static void word_endpoint_service(struct text *text, const struct view *view)
{
	text_append(text, "%s", view->endpoint->target->endpoint_service);
}

static void word_symptom(struct text *text, const struct view *view)
{
	text_append(text, "%s", view->symptom ? code_name(view->symptom) : "works");
}

static void word_resolver(struct text *text, const struct view *view)
{
	const struct endpoint_verdict *endpoint = view->endpoint;

	if (endpoint->answer)
		append_resolver(text, view,
				&view->report->plan->resolvers[endpoint->answer -
							       endpoint->outcome->answers]);
	else
		text_append(text, "%s",
			    view->bits & ENDPOINT(BY_HOSTS) ? "/etc/hosts" : "no nameserver");
}

static void word_earlier(struct text *text, const struct view *view)
{
	enum code code;
	const struct resolver *resolver = view_earlier_failure(view, &code);

	if (resolver)
		append_ips(text, &resolver->address.ip, 1);
}

static void word_then(struct text *text, const struct view *view)
{
	enum code code;
	const struct resolver *resolver = view_earlier_failure(view, &code);
	size_t r = resolver ? (size_t)(resolver - view->report->plan->resolvers) : 0;
	const int *judged_by = view->endpoint->judged_by;

	if (resolver && (judged_by[0] == (int)r || judged_by[1] == (int)r))
		text_append(text, "a later query is answered in time");
	else
		text_append(text, "the next one answers");
}

static void word_dialler(struct text *text, const struct view *view)
{
	text_append(text, "%s", dialler_name(view->endpoint->target->dialled_by));
}

static void word_proxy(struct text *text, const struct view *view)
{
	text_append(text, "%s",
		    view->report->plan->proxies[view->endpoint->target->dialled_by].shown);
}

static void word_hosts_file(struct text *text, const struct view *view)
{
	text_append(text, "%s",
		    view->endpoint->outcome->repinned ? "the agent's own copy of /etc/hosts"
						      : "/etc/hosts");
}

static void word_proxy_source(struct text *text, const struct view *view)
{
	text_append(text, "%s",
		    view->report->plan->proxies[view->endpoint->target->dialled_by].source);
}

static void word_zone(struct text *text, const struct view *view)
{
	text_append(text, "%s", view->endpoint->answer ? answer_zone(view->endpoint->answer) : "");
}

static void word_bridge(struct text *text, const struct view *view)
{
	const struct host_facts *host = &view->report->facts->host;

	for (size_t i = 0; i < view->endpoint->address_count; i++) {
		const struct address_verdict *a = &view->endpoint->addresses[i];
		const struct bridge *bridge = a->judged ? view_bridge(host, &a->outcome->ip) : NULL;
		char cidr[CIDR_TEXT_BYTES];

		if (!bridge)
			continue;
		cidr_format(&bridge->cidr, cidr);
		text_append(text, "%s (%s)", cidr, bridge->name);
		return;
	}
}

static void word_root(struct text *text, const struct view *view)
{
	for (size_t i = 0; i < view->endpoint->address_count; i++) {
		const struct address_verdict *a = &view->endpoint->addresses[i];

		if (!a->judged || a->status != STATUS_PASS || a->outcome->tls.root_is_amazon)
			continue;
		text_append(text, "'%s'", a->outcome->tls.root);
		return;
	}
}

/* ecs private, ecs-agent public, ... */
static void word_set(struct text *text, const struct view *view)
{
	const struct report *report = view->report;
	struct listing list = { .text = text };

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		if (endpoints_same_set(e->target->service, view->endpoint->target->service) &&
		    e->class != CLASS_NONE && list_next(&list, 8))
			text_append(text, "%s %s", e->target->service,
				    address_class_name(e->class));
	}
}

/* Of the same set: those that are not private. */
static void word_missing(struct text *text, const struct view *view)
{
	const struct report *report = view->report;
	struct listing list = { .text = text };

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		if (endpoints_same_set(e->target->service, view->endpoint->target->service) &&
		    (e->class == CLASS_PUBLIC || e->class == CLASS_NONE) && list_next(&list, 8))
			text_append(text, "%s", e->target->service);
	}
	list_end(&list);
}

static void word_unoffered(struct text *text, const struct view *view)
{
	const struct unoffered *unoffered = view->endpoint->target->unoffered;

	text_append(text, "%s", unoffered ? unoffered->why : "");
}

static void word_instance_region(struct text *text, const struct view *view)
{
	text_append(text, "%s", view->report->facts->identity.regions[REGION_FROM_IMDS]);
}

static void word_ecs(struct text *text, const struct view *view)
{
	const struct identity *identity = &view->report->facts->identity;

	text_append(text, "ecs.%s.%s", identity->region, identity->dns_suffix);
}

static void word_other_region(struct text *text, const struct view *view)
{
	const struct target *target = scene_other_region(view->report);

	text_append(text, "%s", target ? target->host : "");
}

/* What --deep found about public hosts other than S3. */
static void word_differential(struct text *text, const struct view *view)
{
	bool all;
	bool any;

	if (!scene_compare(view->report, &all, &any))
		return;
	text_append(text, "; other public hosts %s",
		    any ? "answer, so only S3 is blocked here"
			: "do not answer either, so this instance reaches no public host");
}

static void word_all(struct text *text, const struct view *view)
{
	list_addresses(text, view, is_judged, NULL);
}

static void word_all_with_classes(struct text *text, const struct view *view)
{
	list_addresses(text, view, is_judged, label_class);
}

static bool is_blackhole(const struct view *view, const struct address_verdict *a)
{
	(void)view;
	return a->judged && a->class == CLASS_BLACKHOLE;
}

static void word_blackholes(struct text *text, const struct view *view)
{
	list_addresses(text, view, is_blackhole, NULL);
}

static void word_dead(struct text *text, const struct view *view)
{
	list_addresses(text, view, is_dead, NULL);
}

/* Where all that is dead lies, as far as an instance can know: only its own
 * subnet and zone. */
static void word_where(struct text *text, const struct view *view)
{
	const struct network *network = &view->report->facts->network;
	char subnet[CIDR_TEXT_BYTES];
	bool own = true;
	bool any = false;

	for (size_t i = 0; i < view->endpoint->address_count; i++) {
		const struct address_verdict *a = &view->endpoint->addresses[i];

		if (!is_dead(view, a))
			continue;
		any = true;
		own &= cidr_contains(&network->subnet, &a->outcome->ip);
	}
	if (!any || !own || network->subnet.base.family == IP_NONE || !network->zone[0])
		return;
	cidr_format(&network->subnet, subnet);
	text_append(text, ", in this instance's own subnet %s in zone %s", subnet, network->zone);
}

static void word_dead_with_codes(struct text *text, const struct view *view)
{
	list_addresses(text, view, is_dead, label_code);
}

static bool loses_large_hello(const struct view *view, const struct address_verdict *a)
{
	(void)view;
	return address_counts(a) && attempt_lost_large_hello(a->outcome);
}

static void word_large(struct text *text, const struct view *view)
{
	list_addresses(text, view, loses_large_hello, NULL);
}

static void word_loses(struct text *text, const struct view *view)
{
	enum code code = CODE_TLS_TIMEOUT;

	for (size_t i = view->endpoint->address_count; i-- > 0;)
		if (loses_large_hello(view, &view->endpoint->addresses[i]))
			code = view->endpoint->addresses[i].outcome->large_hello->code;
	text_append(text, "%s",
		    code == CODE_TLS_TIMEOUT  ? "does not answer"
		    : code == CODE_TLS_RESET  ? "resets"
		    : code == CODE_TLS_CLOSED ? "closes the connection at"
					      : "refuses");
}

static void word_skipped(struct text *text, const struct view *view)
{
	list_addresses(text, view, is_skipped, NULL);
}

static void word_route53(struct text *text, const struct view *view)
{
	list_addresses(text, view, is_of_route53, NULL);
}

static void word_host_answers(struct text *text, const struct view *view)
{
	list_addresses(text, view, is_of_host, NULL);
}

static void word_working(struct text *text, const struct view *view)
{
	text_append(text, "%zu", view->endpoint->working_count);
}

static void word_judged(struct text *text, const struct view *view)
{
	text_append(text, "%zu", view->endpoint->judged_count);
}

static void word_attempts(struct text *text, const struct view *view)
{
	text_append(text, "%zu", view->endpoint->address_count);
}

static void word_half(struct text *text, const struct view *view)
{
	text_append(text, "%s", code_name(view_partial_failure(view)));
}

static void append_seconds(struct text *text, uint64_t us)
{
	text_append(text, "%g s", (double)us / 1e6);
}

static void word_dns_budget(struct text *text, const struct view *view)
{
	append_seconds(text, view->policy->dns_budget_us);
}

static void word_connect_budget(struct text *text, const struct view *view)
{
	append_seconds(text, view->policy->connect_budget_us);
}

static void word_tls_budget(struct text *text, const struct view *view)
{
	append_seconds(text, view->policy->tls_budget_us);
}

static void word_detail(struct text *text, const struct view *view)
{
	const struct attempt_outcome *w = view_witness(view);

	text_append(text, "%s", w && w->detail[0] ? w->detail : "no details");
}

static void word_issuer(struct text *text, const struct view *view)
{
	const struct attempt_outcome *w = view_witness(view);

	text_append(text, "%s", w && w->tls.issuer[0] ? w->tls.issuer : "an issuer without a name");
}

static void word_sans(struct text *text, const struct view *view)
{
	const struct attempt_outcome *w = view_witness(view);
	struct listing list = { .text = text };

	for (size_t i = 0; w && i < w->tls.sans.count; i++)
		if (list_next(&list, SHOWN_SANS))
			text_append(text, "%s", w->tls.sans.items[i]);
	list_end(&list);
}

static void append_time(struct text *text, int64_t time_s)
{
	char shown[CLOCK_RFC3339_BYTES];

	clock_format_rfc3339(time_s, shown);
	text_append(text, "%s", shown);
}

static void word_not_after(struct text *text, const struct view *view)
{
	const struct attempt_outcome *w = view_witness(view);

	append_time(text, w ? w->tls.not_after_s : 0);
}

static void word_not_before(struct text *text, const struct view *view)
{
	const struct attempt_outcome *w = view_witness(view);

	append_time(text, w ? w->tls.not_before_s : 0);
}

static void word_now(struct text *text, const struct view *view)
{
	append_time(text, view->report->time_s);
}

static const struct {
	const char *word;
	void (*write)(struct text *text, const struct view *view);
} words[] = {
	{ "host", word_host },
	{ "port", word_port },
	{ "endpoint_service", word_endpoint_service },
	{ "symptom", word_symptom },
	{ "resolver", word_resolver },
	{ "earlier", word_earlier },
	{ "then", word_then },
	{ "dialler", word_dialler },
	{ "proxy", word_proxy },
	{ "proxy_source", word_proxy_source },
	{ "hosts_file", word_hosts_file },
	{ "zone", word_zone },
	{ "bridge", word_bridge },
	{ "root", word_root },
	{ "set", word_set },
	{ "missing", word_missing },
	{ "unoffered", word_unoffered },
	{ "instance_region", word_instance_region },
	{ "ecs", word_ecs },
	{ "other_region", word_other_region },
	{ "differential", word_differential },
	{ "blackholes", word_blackholes },
	{ "all", word_all },
	{ "all_with_classes", word_all_with_classes },
	{ "dead", word_dead },
	{ "dead_with_codes", word_dead_with_codes },
	{ "where", word_where },
	{ "large", word_large },
	{ "loses", word_loses },
	{ "skipped", word_skipped },
	{ "route53", word_route53 },
	{ "host_answers", word_host_answers },
	{ "working", word_working },
	{ "judged", word_judged },
	{ "attempts", word_attempts },
	{ "half", word_half },
	{ "dns_budget", word_dns_budget },
	{ "connect_budget", word_connect_budget },
	{ "tls_budget", word_tls_budget },
	{ "detail", word_detail },
	{ "issuer", word_issuer },
	{ "sans", word_sans },
	{ "not_after", word_not_after },
	{ "not_before", word_not_before },
	{ "now", word_now },
};

bool word_write(struct text *text, const char *word, size_t len, const struct view *view)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strlen(words[i].word) != len || strncmp(words[i].word, word, len) != 0)
			continue;
		words[i].write(text, view);
		return true;
	}
	return word_write_names(text, word, len, view);
}
