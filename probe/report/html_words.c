/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of the page that are told in words: findings, agent, legend. */
#include "agent_text.h"
#include "ecsprobe/escape.h"
#include "html_parts.h"
#include "summary.h"

static const struct {
	enum html_tone tone;
	const char *word;
} severities[] = {
	[SEVERITY_NOTE] = { HTML_NOTE, "note" },
	[SEVERITY_WARN] = { HTML_WARN, "warning" },
	[SEVERITY_FAIL] = { HTML_FAIL, "failure" },
};

/* Where it is written, and how. */
static void put_proof(FILE *out, const struct finding *f)
{
	for (size_t i = 0; i < f->evidence_count; i++) {
		char origin[ORIGIN_TEXT_BYTES];

		if (!f->evidence[i].text[0])
			continue;
		origin_format(&f->evidence[i].origin, origin);
		(void)fputs("<br>", out);
		html_element(out, "small", origin);
		(void)fputs(" ", out);
		html_element(out, "code", f->evidence[i].text);
	}
}

/* A cause such as a dead nameserver is reported once, for all endpoints that it breaks. */
static void put_endpoints(FILE *out, const struct report *report, const struct finding *f)
{
	CLEANUP(text_done) struct text list = { 0 };

	finding_add_endpoints(&list, report, f);
	if (!list.len)
		return;
	(void)fputs("<br>", out);
	html_element(out, "small", "affects");
	(void)fputs(" ", out);
	escape_markup(out, list.bytes);
}

static void put_commands(FILE *out, const struct report *report, const struct finding *kind)
{
	if (!kind->commands.count || !finding_leads(&report->findings, kind))
		return;
	(void)fputs("<pre>", out);
	for (size_t i = 0; i < kind->commands.count; i++) {
		escape_markup(out, kind->commands.items[i]);
		(void)fputc('\n', out);
	}
	(void)fputs("</pre>", out);
}

static void put_kind(FILE *out, const struct report *report, size_t index)
{
	const struct findings *findings = &report->findings;
	const struct finding *kind = &findings->items[index];
	enum html_tone tone = severities[kind->severity].tone;

	(void)fprintf(out, "<article class=\"finding %s\"", html_tone_class(tone));
	/* The code's link leads to the worst of it. */
	if (finding_leads(findings, kind))
		(void)fprintf(out, " id=\"f-%s\"", code_name(kind->code));
	(void)fputs("><h3>", out);
	html_badge(out, tone, severities[kind->severity].word);
	(void)fputs(" ", out);
	html_element(out, "code", code_name(kind->code));
	(void)fputs("</h3>\n<ul>", out);
	for (size_t i = index; i < findings->count; i++) {
		const struct finding *f = &findings->items[i];

		if (!finding_is_akin(f, kind))
			continue;
		(void)fputs("<li><b>", out);
		escape_markup(out, f->subject);
		(void)fputs(":</b> ", out);
		escape_markup(out, f->message);
		put_endpoints(out, report, f);
		put_proof(out, f);
		(void)fputs("</li>\n", out);
	}
	(void)fputs("</ul>", out);
	if (finding_hints_first(findings, kind) && *kind->hint) {
		(void)fputs("<p class=\"hint\"><b>What to check</b> ", out);
		escape_markup(out, kind->hint);
		(void)fputs("</p>", out);
	}
	put_commands(out, report, kind);
	(void)fputs("</article>\n", out);
}

void html_findings(FILE *out, const struct report *report)
{
	const struct findings *findings = &report->findings;

	if (!findings->count)
		return;
	(void)fputs("<section><h2 id=\"findings\">Findings</h2>\n", out);
	for (int severity = SEVERITY_FAIL; severity >= SEVERITY_NOTE; severity--)
		for (size_t i = 0; i < findings->count; i++)
			if (findings->items[i].severity == (enum severity)severity &&
			    finding_is_first(findings, i))
				put_kind(out, report, i);
	(void)fputs("</section>\n", out);
}

static void put_first(const struct paper *paper, const char *label, enum paint paint,
		      const char *word, const char *text)
{
	static const enum html_tone tones[] = {
		[PAINT_PLAIN] = HTML_NOTE, [PAINT_GOOD] = HTML_OK,    [PAINT_WARN] = HTML_WARN,
		[PAINT_BAD] = HTML_FAIL,   [PAINT_FAINT] = HTML_NOTE, [PAINT_STRONG] = HTML_NOTE,
	};

	(void)fputs("<div><dt>", paper->out);
	escape_markup(paper->out, label);
	(void)fputs("</dt><dd>", paper->out);
	if (*word && paint != PAINT_PLAIN)
		html_badge(paper->out, tones[paint], word);
	else
		html_element(paper->out, "b", word);
	(void)fputs(" ", paper->out);
	escape_markup(paper->out, text);
	(void)fputs("</dd></div>\n", paper->out);
}

static void put_more(const struct paper *paper, const char *name, const char *text)
{
	html_term(paper->out, name, text);
}

void html_agent(FILE *out, const struct report *report, const struct render_style *style)
{
	const struct paper paper = { out, style, put_first, put_more };
	bool looked = report->agent && report->agent->looked;
	bool asked = report->action && report->action->asked;

	if (!looked && !asked)
		return;
	(void)fputs("<section><h2>ECS agent</h2>\n<dl class=\"panel\">", out);
	action_tell(&paper, report);
	agent_tell(&paper, report);
	(void)fputs("</dl></section>\n", out);
}

void html_api(FILE *out, const struct report *report, const struct render_style *style)
{
	const struct paper paper = { out, style, put_first, put_more };

	if (!report->api || !report->api->asked)
		return;
	(void)fputs("<section><h2>AWS's own answers</h2>\n<dl class=\"panel\">", out);
	api_tell(&paper, report);
	(void)fputs("</dl></section>\n", out);
}

void html_legend(FILE *out)
{
	static const struct {
		const char *name, *text;
	} rows[] = {
		{ "Verdict", "healthy: everything works as it should. degraded: warnings, or an "
			     "optional endpoint fails. unhealthy: a required endpoint or the "
			     "agent fails. unknown: ecsprobe could not decide." },
		{ "Works", "of the addresses that a client on this instance uses, how many "
			   "accepted a TCP connection and passed a verified TLS handshake." },
		{ "DNS, TCP, TLS", "the time of the answer that counts, and of the slowest "
				   "address, in milliseconds. A dash: not known, or it failed." },
		{ "Path", "private: an address in this VPC. other net: a private address outside "
			  "this VPC. public: through the internet or a gateway endpoint. proxy: "
			  "through the proxy. blackhole: leads nowhere, ecsprobe does not connect "
			  "to it." },
		{ "Evidence only",
		  "an address that only another resolver returned. ecsprobe tried it "
		  "to find the cause; it does not count for the verdict." },
		{ "Waterfall", "ecsprobe connects to all addresses at the same time. The bars all "
			       "start at 0, to be compared. A hatched part is the wait for the "
			       "stage that failed." },
		{ "Codes", "ecsprobe --explain CODE shows what a code means, how it looks to the "
			   "agent and what to check." },
	};

	(void)fputs("<section class=\"legend\"><h2>How to read this</h2>\n<dl>", out);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		html_term(out, rows[i].name, rows[i].text);
	(void)fputs("</dl></section>\n", out);
}
