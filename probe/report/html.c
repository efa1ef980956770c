/* SPDX-License-Identifier: Apache-2.0 */
/* One page that needs nothing but itself: no script, and nothing to load. */
#include "ecsprobe/clock.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/ports.h"
#include "html_parts.h"
#include "renderers.h"
#include "summary.h"
#include "timeline.h"

static const struct {
	enum html_tone tone;
	const char *word;
} verdicts[] = {
	[VERDICT_HEALTHY] = { HTML_OK, "Healthy" },
	[VERDICT_DEGRADED] = { HTML_WARN, "Degraded" },
	[VERDICT_UNHEALTHY] = { HTML_FAIL, "Unhealthy" },
	[VERDICT_UNKNOWN] = { HTML_SKIP, "Unknown" },
};

static void put_head(FILE *out, const char *what, const struct identity *identity)
{
	/* The policy stands in the page itself, so that it holds wherever it is put. */
	(void)fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		    "style-src 'unsafe-inline'\">\n"
		    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		    "<meta name=\"color-scheme\" content=\"light dark\">\n"
		    "<meta name=\"referrer\" content=\"no-referrer\">\n<title>ecsprobe: ",
		    out);
	escape_markup(out, what);
	html_textf(out, "%s%s%s%s", identity->region[0] ? ", " : "", identity->region,
		   identity->instance_id[0] ? ", " : "", identity->instance_id);
	(void)fputs("</title>\n<style>\n", out);
	(void)fputs(html_style, out);
	(void)fputs("</style>\n</head>\n<body>\n", out);
	(void)fputs(html_symbols, out);
	(void)fputs("<main>\n", out);
}

static void put_tail(FILE *out)
{
	(void)fputs("</main>\n</body>\n</html>\n", out);
}

static void put_verdict(FILE *out, const struct report *report)
{
	CLEANUP(text_done) struct text sum = { 0 };
	CLEANUP(text_done) struct text unchecked = { 0 };
	enum html_tone tone = verdicts[report->verdict].tone;

	summary_add(&sum, report);
	summary_add_unseen(&sum, "; ", report);
	(void)fprintf(out, "<header class=\"verdict %s\"><p class=\"brand\">ecsprobe</p> <h1>",
		      html_tone_class(tone));
	html_icon(out, tone);
	escape_markup(out, verdicts[report->verdict].word);
	(void)fputs("</h1> ", out);
	html_element(out, "p", text_of(&sum));
	summary_add_unchecked(&unchecked, report);
	if (unchecked.len) {
		(void)fputs("<p>Not checked: ", out);
		escape_markup(out, unchecked.bytes);
		(void)fputs("</p>", out);
	}
	(void)fputs("</header>\n", out);
}

static void put_network(FILE *out, const struct network *network)
{
	CLEANUP(text_done) struct text text = { 0 };

	if (network->vpc_id[0])
		text_join(&text, " ", "%s", network->vpc_id);
	for (size_t i = 0; i < network->vpc_cidr_count; i++) {
		char cidr[CIDR_TEXT_BYTES];

		cidr_format(&network->vpc_cidrs[i], cidr);
		text_join(&text, i ? ", " : " ", "%s", cidr);
	}
	html_term(out, "VPC", text_of(&text));
}

static void put_sources(FILE *out, const struct report *report)
{
	CLEANUP(text_done) struct text resolvers = { 0 };
	CLEANUP(text_done) struct text trust = { 0 };

	for (size_t i = 0; report->plan && i < report->plan->resolver_count; i++) {
		const struct resolver *r = &report->plan->resolvers[i];
		char ip[IP_TEXT_BYTES];

		ip_format(&r->address.ip, ip);
		text_join(&resolvers, ", ", "%s %s%s", r->name, ip, resolver_role(r));
	}
	html_term(out, "Resolvers", text_of(&resolvers));
	if (!report->outcomes)
		return;
	text_join(&trust, "", "%s", report->outcomes->trust.source);
	if (report->outcomes->trust.path[0])
		text_join(&trust, ": ", "%s", report->outcomes->trust.path);
	html_term(out, "Trust store", text_of(&trust));
}

static void put_facts(FILE *out, const struct report *report)
{
	const struct identity *identity = &report->facts->identity;
	CLEANUP(text_done) struct text region = { 0 };
	CLEANUP(text_done) struct text took = { 0 };
	char time[CLOCK_RFC3339_BYTES];

	clock_format_rfc3339(report->time_s, time);
	text_join(&region, "", "%s", identity->region);
	if (report->facts->network.zone[0])
		text_join(&region, ", ", "%s", report->facts->network.zone);
	text_join(&took, "", "%.0f ms", (double)report->duration_us / 1000.0);
	(void)fputs("<dl class=\"facts\">", out);
	html_term(out, "Region", text_of(&region));
	html_term(out, "Instance", identity->instance_id);
	html_term(out, "Account", identity->account);
	put_network(out, &report->facts->network);
	(void)fputs("<div><dt>Time</dt><dd>", out);
	html_element(out, "time", time);
	(void)fputs("</dd></div>\n", out);
	html_term(out, "Duration", text_of(&took));
	html_term(out, "ecsprobe", report->version);
	put_sources(out, report);
	(void)fputs("</dl>\n", out);
}

static void put_target(FILE *out, const struct target *t)
{
	(void)fputs("<th scope=\"row\">", out);
	html_element(out, "b", t->service);
	(void)fputs(" <span class=\"host\">", out);
	escape_markup(out, t->host);
	if (t->port != HTTPS_PORT)
		(void)fprintf(out, ":%u", t->port);
	(void)fputs(t->tcp_only ? ", TCP only</span></th>" : "</span></th>", out);
}

static void put_needed(FILE *out, const struct target *t)
{
	CLEANUP(text_done) struct text profiles = { 0 };

	for (int p = 0; t->row && p < PROFILE_COUNT; p++)
		if (t->row->profiles & (1U << p))
			text_join(&profiles, ", ", "%s", profile_name((enum profile)p));
	(void)fprintf(out, "<td data-label=\"Needed\">%s ", t->required ? "required" : "optional");
	html_element(out, "small", text_of(&profiles));
	(void)fputs("</td>", out);
}

static void put_times(FILE *out, const struct endpoint_verdict *e)
{
	for (enum stage stage = STAGE_DNS; stage < STAGES; stage++) {
		uint64_t us;

		(void)fprintf(out, "<td class=\"number\" data-label=\"%s ms\">", stage_name(stage));
		if (endpoint_stage_us(e, stage, &us))
			(void)fprintf(out, "%.1f</td>", (double)us / 1000.0);
		else
			(void)fputs("&ndash;</td>", out);
	}
}

static void put_addresses(FILE *out, const struct endpoint_verdict *e)
{
	(void)fprintf(out, "<td class=\"works\" data-label=\"Works\">%zu of %zu ", e->working_count,
		      e->judged_count);
	for (size_t i = 0; i < e->address_count; i++) {
		const struct address_verdict *a = &e->addresses[i];
		bool dead = a->judged && a->status == STATUS_FAIL;
		char ip[IP_TEXT_BYTES];

		html_ip(a, ip);
		(void)fputs(i ? " " : "<small>", out);
		html_element(out, dead ? "code class=\"dead\"" : "code", ip);
		if (dead)
			html_element(out, "span class=\"dead\"", "fails");
	}
	(void)fputs(e->address_count ? "</small></td>" : "</td>", out);
}

static void put_code(FILE *out, const struct report *report, enum code code)
{
	bool found = findings_find(&report->findings, code, NULL);

	(void)fprintf(out, "<td class=\"code%s\" data-label=\"Code\">",
		      code == CODE_NONE ? " none" : "");
	if (found)
		(void)fprintf(out, "<a href=\"#f-%s\">", code_name(code));
	html_element(out, "code", code == CODE_NONE ? "" : code_name(code));
	(void)fputs(found ? "</a></td>" : "</td>", out);
}

static void put_endpoints(FILE *out, const struct report *report)
{
	(void)fputs("<section><h2 id=\"endpoints\">Endpoints</h2>\n<table class=\"endpoints\" "
		    "aria-labelledby=\"endpoints\">\n<thead><tr><th scope=\"col\">Status</th>"
		    "<th scope=\"col\">Service and host</th><th scope=\"col\">Path</th>"
		    "<th scope=\"col\">Works</th><th scope=\"col\" class=\"number\">DNS ms</th>"
		    "<th scope=\"col\" class=\"number\">TCP ms</th>"
		    "<th scope=\"col\" class=\"number\">TLS ms</th><th scope=\"col\">Code</th>"
		    "<th scope=\"col\">Needed</th></tr></thead>\n<tbody>\n",
		    out);
	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		(void)fputs("<tr><td class=\"status\">", out);
		html_endpoint_status(out, e);
		(void)fputs("</td>", out);
		put_target(out, e->target);
		html_element(out, "td data-label=\"Path\"", summary_path(report, e->class));
		put_addresses(out, e);
		put_times(out, e);
		put_code(out, report, e->code);
		put_needed(out, e->target);
		(void)fputs("</tr>\n", out);
	}
	(void)fputs("</tbody></table></section>\n", out);
}

int report_html(FILE *out, const struct report *report, const struct render_style *style)
{
	put_head(out, verdict_name(report->verdict), &report->facts->identity);
	put_verdict(out, report);
	put_facts(out, report);
	html_findings(out, report);
	if (report->endpoint_count) {
		put_endpoints(out, report);
		html_waterfall(out, report);
	}
	html_agent(out, report, style);
	html_api(out, report, style);
	html_evidence(out, report, style->verbose);
	html_legend(out);
	put_tail(out);
	return 0;
}

static void put_planned(FILE *out, const struct target *t)
{
	(void)fputs("<tr>", out);
	put_target(out, t);
	put_needed(out, t);
	html_element(out, "td data-label=\"Used by\"", dialler_name(t->dialled_by));
	html_element(out, "td data-label=\"Path\"", expect_name(t->expect));
	(void)fputs("<td data-label=\"Endpoint service\">", out);
	html_element(out, "code", t->endpoint_service[0] ? t->endpoint_service : "-");
	(void)fputs("</td><td data-label=\"Why\">", out);
	escape_markup(out, t->why);
	(void)fputs("</td></tr>\n", out);
}

int plan_html(FILE *out, const struct plan *plan, const struct identity *identity,
	      const struct render_style *style)
{
	(void)style;
	put_head(out, "list of endpoints", identity);
	(void)fputs("<header class=\"verdict note\"><p class=\"brand\">ecsprobe</p> <h1>", out);
	html_textf(out, "%zu endpoint%s", plan->count, plan->count == 1 ? "" : "s");
	(void)fputs("</h1> <p>", out);
	html_textf(out, "to check in Region %s (%s)", identity->region, identity->partition);
	(void)fputs("</p></header>\n<table class=\"endpoints\"><thead><tr>"
		    "<th scope=\"col\">Service and host</th><th scope=\"col\">Needed</th>"
		    "<th scope=\"col\">Used by</th><th scope=\"col\">Path</th>"
		    "<th scope=\"col\">Endpoint service</th><th scope=\"col\">Why</th>"
		    "</tr></thead>\n<tbody>\n",
		    out);
	for (size_t i = 0; i < plan->count; i++)
		put_planned(out, plan->targets[i]);
	(void)fputs("</tbody></table>\n", out);
	put_tail(out);
	return 0;
}
