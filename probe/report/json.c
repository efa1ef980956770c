/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "json_agent.h"
#include "json_api.h"
#include "json_parts.h"
#include "json_vantage.h"
#include "json_workload.h"
#include "policy.h"
#include "renderers.h"
#include "summary.h"

/* A duration that was not measured is null, not 0. */
static void put_us(struct json *object, const char *key, bool known, uint64_t us)
{
	if (known)
		json_unsigned(object, key, us);
	else
		json_null(object, key);
}

static struct json make_instance(const struct facts *facts)
{
	const struct identity *identity = &facts->identity;
	const struct network *network = &facts->network;
	struct json instance = { 0 };
	struct json cidrs = { 0 };

	json_string(&instance, "region", identity->region);
	json_string(&instance, "zone", network->zone);
	json_string(&instance, "partition", identity->partition);
	json_string(&instance, "dns_suffix", identity->dns_suffix);
	json_string(&instance, "account", identity->account);
	json_string(&instance, "instance_id", identity->instance_id);
	json_string(&instance, "vpc_id", network->vpc_id);
	json_string(&instance, "subnet_id", network->subnet_id);
	for (size_t i = 0; i < network->vpc_cidr_count; i++) {
		char text[CIDR_TEXT_BYTES];

		cidr_format(&network->vpc_cidrs[i], text);
		json_append_string(&cidrs, text);
	}
	json_child(&instance, "vpc_cidrs", &cidrs, true);
	json_string(&instance, "source",
		    facts->imds.asked && facts->imds.code == CODE_NONE ? "imds" : "options");
	json_string(&instance, "region_source",
		    identity->region[0] ? region_source_name(identity->region_source) : NULL);
	if (facts->imds.clock_known)
		json_integer(&instance, "clock_skew_s", facts->imds.clock_skew_s);
	else
		json_null(&instance, "clock_skew_s");
	return instance;
}

static struct json make_resolvers(const struct plan *plan)
{
	struct json array = { 0 };

	for (size_t i = 0; plan && i < plan->resolver_count; i++) {
		const struct resolver *r = &plan->resolvers[i];
		struct json resolver = { 0 };

		json_string(&resolver, "name", r->name);
		json_ip(&resolver, "address", &r->address.ip);
		json_unsigned(&resolver, "port", r->address.port);
		json_boolean(&resolver, "configured", r->configured);
		json_boolean(&resolver, "route53", r->route53);
		json_append(&array, &resolver, false);
	}
	return array;
}

static struct json make_trust(const struct outcomes *outcomes)
{
	struct json trust = { 0 };

	if (!outcomes)
		return trust;
	json_string(&trust, "source", outcomes->trust.source);
	json_string(&trust, "path", outcomes->trust.path);
	return trust;
}

static struct json make_answer(const struct answer *answer)
{
	struct json object = { 0 };
	struct json families = { 0 };
	struct json addresses = { 0 };
	enum status status = answer->code == CODE_NONE ? STATUS_PASS : STATUS_FAIL;

	if (answer->code == CODE_NOT_FINISHED || answer->code == CODE_INTERRUPTED)
		status = STATUS_SKIP;
	json_string(&object, "status", status_name(status));
	json_string(&object, "code", code_name(answer->code));
	json_string(&families, "ipv4", code_name(answer->family_codes[0]));
	json_string(&families, "ipv6", code_name(answer->family_codes[1]));
	json_child(&object, "family_codes", &families, false);
	json_unsigned(&object, "us", answer->us);
	put_us(&object, "ttl_s", answer->address_count > 0, answer->ttl_s);
	json_strings(&object, "cname", &answer->cnames);
	json_string(&object, "soa_zone", answer_zone(answer));
	json_unsigned(&object, "lost", answer->lost_count);
	for (size_t i = 0; i < answer->address_count; i++)
		json_append_ip(&addresses, &answer->addresses[i]);
	json_child(&object, "addresses", &addresses, true);
	return object;
}

static const char next_hosts[] = "hosts-next-start";

static struct json make_dns(const struct plan *plan, const struct target_outcome *outcome)
{
	struct json dns = { 0 };
	struct json answer;

	for (size_t i = 0; i < plan->resolver_count; i++) {
		if (!outcome->answers[i].asked)
			continue;
		answer = make_answer(&outcome->answers[i]);
		json_child(&dns, plan->resolvers[i].name, &answer, false);
	}
	if (outcome->hosts.asked) {
		answer = make_answer(&outcome->hosts);
		json_child(&dns, "hosts", &answer, false);
	}
	if (outcome->next_hosts.asked && !outcome->pins_kept) {
		answer = make_answer(&outcome->next_hosts);
		json_child(&dns, next_hosts, &answer, false);
	}
	return dns;
}

/* The name of a resolver, as in dns. */
static const char *source_name(const struct plan *plan, int source)
{
	if (source == FROM_HOSTS)
		return "hosts";
	if (source == FROM_PROXY)
		return "proxy";
	return source >= 0 && (size_t)source < plan->resolver_count ? plan->resolvers[source].name
								    : NULL;
}

/* Whose answer decides, and how many of its addresses count. */
static void put_judges(struct json *object, const struct plan *plan,
		       const struct endpoint_verdict *e)
{
	struct json judges = { 0 };
	const char *answered = NULL;

	json_string(&judges, "ipv4", source_name(plan, e->judged_by[0]));
	json_string(&judges, "ipv6", source_name(plan, e->judged_by[1]));
	json_child(object, "judged_by", &judges, false);
	for (size_t i = 0; i < plan->resolver_count; i++)
		if (e->answer == &e->outcome->answers[i])
			answered = plan->resolvers[i].name;
	json_string(object, "answered_by", answered);
	json_unsigned(object, "addresses_judged", e->judged_count);
	json_unsigned(object, "addresses_working", e->working_count);
}

static void put_tls(struct json *address, const struct tls_facts *tls)
{
	struct json object = { 0 };

	if (!tls->handshake_spoke) {
		json_null(address, "tls");
		return;
	}
	json_string(&object, "version", tls->version);
	json_string(&object, "group", tls->group);
	json_string(&object, "cipher", tls->cipher);
	json_string(&object, "subject", tls->subject);
	json_string(&object, "issuer", tls->issuer);
	json_string(&object, "root", tls->root);
	json_strings(&object, "sans", &tls->sans);
	if (tls->certificate_seen) {
		json_time(&object, "not_before", tls->not_before_s);
		json_time(&object, "not_after", tls->not_after_s);
	} else {
		json_null(&object, "not_before");
		json_null(&object, "not_after");
	}
	json_child(address, "tls", &object, false);
}

static struct json make_from(const struct plan *plan, unsigned from)
{
	struct json array = { 0 };

	for (size_t i = 0; i < plan->resolver_count; i++)
		if (from & (1U << i))
			json_append_string(&array, plan->resolvers[i].name);
	if (from & (1U << FROM_HOSTS))
		json_append_string(&array, "hosts");
	if (from & (1U << FROM_NEXT_HOSTS))
		json_append_string(&array, next_hosts);
	return array;
}

static void put_large_hello(struct json *object, const struct attempt_outcome *large)
{
	struct json child = { 0 };

	if (!large)
		return;
	json_string(&child, "status",
		    status_name(large->code == CODE_NONE   ? STATUS_PASS
				: code_is_cut(large->code) ? STATUS_SKIP
							   : STATUS_FAIL));
	json_string(&child, "code", code_name(large->code));
	json_child(object, "large_hello", &child, false);
}

static struct json make_address(const struct plan *plan, const struct address_verdict *a)
{
	struct json object = { 0 };
	struct json from = make_from(plan, a->outcome->from);

	json_ip(&object, "ip", &a->outcome->ip);
	if (a->outcome->from & (1U << FROM_PROXY))
		json_string(&object, "via", "proxy");
	json_child(&object, "from", &from, true);
	json_boolean(&object, "judged", a->judged);
	json_string(&object, "class", address_class_name(a->class));
	json_boolean(&object, "nat64", a->nat64);
	json_string(&object, "status", status_name(a->status));
	json_string(&object, "code", code_name(a->outcome->code));
	json_string(&object, "detail", a->outcome->detail);
	put_us(&object, "connect_us", a->outcome->connected, a->outcome->connect_us);
	put_us(&object, "tls_us", a->outcome->handshaken, a->outcome->tls_us);
	put_us(&object, "failed_us", a->outcome->failed_us != 0, a->outcome->failed_us);
	put_tls(&object, &a->outcome->tls);
	put_large_hello(&object, a->outcome->large_hello);
	return object;
}

static void put_target(struct json *object, const struct target *t)
{
	struct json profiles = { 0 };

	json_string(object, "service", t->service);
	json_string(object, "host", t->host);
	json_unsigned(object, "port", t->port);
	json_boolean(object, "tcp_only", t->tcp_only);
	for (int p = 0; t->row && p < PROFILE_COUNT; p++)
		if (t->row->profiles & (1U << p))
			json_append_string(&profiles, profile_name((enum profile)p));
	json_child(object, "profiles", &profiles, true);
	json_string(object, "endpoint_service", t->endpoint_service);
	json_string(object, "dialled_by", dialler_name(t->dialled_by));
	json_boolean(object, "proxied", t->proxied);
	json_boolean(object, "required", t->required);
	json_string(object, "expect", expect_name(t->expect));
	json_boolean(object, "inferred", target_is_inferred(t));
}

/* How the name came about. */
static void put_name(struct json *object, const struct target *t)
{
	json_string(object, "variant", t->row ? name_variant_name(t->variant) : NULL);
	json_string(object, "provenance", provenance_name(t->provenance));
	json_string(object, "sdk", t->row ? t->row->sdk : NULL);
	json_boolean(object, "may_not_exist", t->may_not_exist);
	json_string(object, "unoffered", t->unoffered ? t->unoffered->why : NULL);
	json_string(object, "endpoint_note", t->endpoint_note);
}

void json_put_endpoint(struct json *object, const struct plan *plan,
		       const struct endpoint_verdict *e)
{
	struct json dns = make_dns(plan, e->outcome);
	struct json addresses = { 0 };
	char id[VANTAGE_ID_BYTES];

	put_target(object, e->target);
	json_string(object, "vantage", json_vantage_id(e->target->dialled_by, MOMENT_RUNNING, id));
	json_string(object, "status", status_name(e->status));
	json_string(object, "code", code_name(e->code));
	json_string(object, "class", address_class_name(e->class));
	json_boolean(object, "handed_out", target_is_handed_out(e->target));
	json_child(object, "dns", &dns, false);
	put_judges(object, plan, e);
	for (size_t i = 0; i < e->address_count; i++) {
		struct json address = make_address(plan, &e->addresses[i]);

		json_append(&addresses, &address, false);
	}
	json_child(object, "addresses", &addresses, true);
}

void json_put_finding(struct json *object, const struct report *report, const struct finding *f)
{
	struct json evidence = { 0 };
	struct json endpoints = { 0 };

	json_string(object, "code", code_name(f->code));
	json_string(object, "severity", severity_name(f->severity));
	json_string(object, "subject", f->subject);
	json_string(object, "message", f->message);
	json_string(object, "hint", f->hint);
	for (size_t i = 0; i < f->evidence_count; i++) {
		struct json item = json_make_origin(NULL, &f->evidence[i].origin);

		json_string(&item, "text", f->evidence[i].text);
		json_append(&evidence, &item, false);
	}
	json_child(object, "evidence", &evidence, true);
	for (size_t i = 0; i < report->endpoint_count; i++)
		if (strcmp(report->endpoints[i].target->service, f->subject) == 0 ||
		    finding_stands_for(report, f, &report->endpoints[i]))
			json_append_string(&endpoints, report->endpoints[i].target->service);
	json_child(object, "endpoints", &endpoints, true);
}

/* Not in the lines: all of a report in lines must fit into 24,000 characters, as Run Command keeps
 * no more. */
static void json_put_commands(struct json *object, const struct finding *f)
{
	struct json commands = { 0 };

	for (size_t i = 0; i < f->commands.count; i++)
		json_append_string(&commands, f->commands.items[i]);
	json_child(object, "commands", &commands, true);
}

/* So that nobody has to count: how many endpoints there are of each status, and how many
 * findings of each severity. */
static void json_put_counts(struct json *root, const struct report *report)
{
	size_t by_status[STATUS_SKIP + 1] = { 0 };
	size_t by_severity[SEVERITY_FAIL + 1] = { 0 };
	struct json counts = { 0 };
	struct json endpoints = { 0 };
	struct json findings = { 0 };

	for (size_t i = 0; i < report->endpoint_count; i++)
		by_status[report->endpoints[i].status]++;
	for (size_t i = 0; i < report->findings.count; i++)
		by_severity[report->findings.items[i].severity]++;
	for (int s = STATUS_PASS; s <= STATUS_SKIP; s++)
		json_unsigned(&endpoints, status_name((enum status)s), by_status[s]);
	for (int s = SEVERITY_FAIL; s >= SEVERITY_NOTE; s--)
		json_unsigned(&findings, severity_name((enum severity)s), by_severity[s]);
	json_child(&counts, "endpoints", &endpoints, false);
	json_child(&counts, "findings", &findings, false);
	json_child(root, "counts", &counts, false);
}

/* Only there where --wait is, as most reports are of one round. */
static void json_put_wait(struct json *root, const struct wait_record *wait)
{
	struct json object = { 0 };

	if (wait->rounds == 0)
		return;
	json_unsigned(&object, "tries", wait->rounds);
	json_unsigned(&object, "limit_us", wait->limit_us);
	json_unsigned(&object, "took_us", wait->took_us);
	json_child(root, "wait", &object, false);
}

/* Only there where --timing is.  What did not happen has no time. */
static void json_put_timing(struct json *root, const struct timing *timing)
{
	struct json object = { 0 };

	if (!timing)
		return;
	for (size_t i = 0; i < TIMING_COUNT; i++) {
		CLEANUP(cleanup_free) char *key = xasprintf("%s_us", timing_rows[i].name);

		if (i != TIMING_RENDERING)
			put_us(&object, key, timing->happened[i], timing->us[i]);
	}
	json_child(root, "timing", &object, false);
}

void json_put_run(struct json *object, const struct report *report)
{
	struct json instance = make_instance(report->facts);
	struct json resolvers = make_resolvers(report->plan);
	struct json vantages = json_make_vantages(report->plan);
	struct json trust = make_trust(report->outcomes);

	json_unsigned(object, "duration_us", report->duration_us);
	json_string(object, "verdict", verdict_name(report->verdict));
	json_string(object, "agent_seen", agent_sight_name(summary_agent_sight(report)));
	json_put_counts(object, report);
	json_put_wait(object, &report->wait);
	json_put_timing(object, report->timing);
	json_child(object, "instance", &instance, false);
	json_child(object, "resolvers", &resolvers, true);
	json_child(object, "vantages", &vantages, true);
	if (report->outcomes)
		json_child(object, "trust", &trust, false);
	else
		json_null(object, "trust");
}

static void json_put_image(struct json *root, const struct image_facts *image)
{
	struct json object = { 0 };

	if (!image)
		return;
	json_boolean(root, "build_network", true);
	json_string(&object, "root", image->root);
	json_child(root, "image", &object, false);
}

int report_json(FILE *out, const struct report *report, const struct render_style *style)
{
	struct json root = { 0 };
	struct json endpoints = { 0 };
	struct json findings = { 0 };
	struct json agent = { 0 };
	struct json action = { 0 };
	struct json api = { 0 };

	(void)style;
	json_string(&root, "schema", "ecsprobe.report/1");
	json_string(&root, "version", report->version);
	json_time(&root, "time", report->time_s);
	json_put_run(&root, report);
	for (size_t i = 0; i < report->endpoint_count; i++) {
		struct json endpoint = { 0 };

		json_put_endpoint(&endpoint, report->plan, &report->endpoints[i]);
		json_append(&endpoints, &endpoint, false);
	}
	json_child(&root, "endpoints", &endpoints, true);
	for (size_t i = 0; i < report->findings.count; i++) {
		struct json finding = { 0 };

		json_put_finding(&finding, report, finding_ranked(&report->findings, i));
		json_put_commands(&finding, finding_ranked(&report->findings, i));
		json_append(&findings, &finding, false);
	}
	json_child(&root, "findings", &findings, true);
	if (json_put_agent(&agent, report))
		json_child(&root, "agent", &agent, false);
	else
		json_null(&root, "agent");
	if (json_put_action(&action, report->action))
		json_child(&root, "action", &action, false);
	else
		json_null(&root, "action");
	json_put_workload(&root, report->workload);
	if (json_put_api(&api, report->api))
		json_child(&root, "api", &api, false);
	json_put_image(&root, report->image);
	return json_print(&root, true, out);
}

int plan_json(FILE *out, const struct plan *plan, const struct identity *identity,
	      const struct render_style *style)
{
	struct json root = { 0 };
	struct json endpoints = { 0 };

	(void)style;
	/* Nothing but the document, as IAM takes it. */
	if (plan->calls)
		return policy_json(out, plan);
	json_string(&root, "schema", "ecsprobe.plan/1");
	json_string(&root, "region", identity->region);
	json_string(&root, "partition", identity->partition);
	for (size_t i = 0; i < plan->count; i++) {
		const struct target *t = plan->targets[i];
		struct json endpoint = { 0 };

		put_target(&endpoint, t);
		put_name(&endpoint, t);
		json_string(&endpoint, "source", t->source);
		json_string(&endpoint, "why", t->why);
		json_append(&endpoints, &endpoint, false);
	}
	json_child(&root, "endpoints", &endpoints, true);
	return json_print(&root, true, out);
}
