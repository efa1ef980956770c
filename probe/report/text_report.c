/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/text.h"
#include "ecsprobe/wrap.h"
#include "renderers.h"
#include "summary.h"
#include "text_parts.h"
#include "timings.h"

enum { WIDE_COLUMNS = 128, TEXT_INDENT = 2, RAW = 2 };

static void put_ms(FILE *out, bool known, uint64_t us)
{
	if (known)
		(void)fprintf(out, " %5.1f", (double)us / 1000.0);
	else
		(void)fprintf(out, " %5s", "-");
}

static void put_timings(FILE *out, const struct endpoint_verdict *e)
{
	for (enum stage stage = STAGE_DNS; stage < STAGES; stage++) {
		uint64_t us = 0;
		bool known = endpoint_stage_us(e, stage, &us);

		put_ms(out, known, us);
	}
}

static size_t longest_host(const struct plan *plan)
{
	size_t longest = strlen("HOST");

	for (size_t i = 0; i < plan->count; i++)
		if (plan->targets[i]->purpose == PURPOSE_CHECK &&
		    strlen(plan->targets[i]->host) > longest)
			longest = strlen(plan->targets[i]->host);
	return longest;
}

static void put_line(FILE *out, const struct render_style *style, const char *name,
		     const char *text)
{
	char first[64];

	if (!*text)
		return;
	(void)snprintf(first, sizeof first, "%*s%s ", 2 * MARK_COLUMN, "", name);
	wrap_print(out, first, 2 * MARK_COLUMN + 2, style->width, text);
}

/* The raw evidence, as the system and the libraries put it. */
static void put_evidence(FILE *out, const struct render_style *style,
			 const struct attempt_outcome *a)
{
	char until[CLOCK_RFC3339_BYTES];

	put_line(out, style, "error:", a->detail);
	if (!a->tls.certificate_seen)
		return;
	clock_format_rfc3339(a->tls.not_after_s, until);
	put_line(out, style, "cipher:", a->tls.cipher);
	put_line(out, style, "subject:", a->tls.subject);
	put_line(out, style, "issuer:", a->tls.issuer);
	put_line(out, style, "root:", a->tls.root);
	put_line(out, style, "valid until:", until);
}

static void put_answer(FILE *out, const struct render_style *style, const char *name,
		       const struct answer *answer)
{
	CLEANUP(text_done) struct text text = { 0 };

	text_append(&text, "%s, %zu address%s, %.1f ms",
		    answer->code == CODE_NONE ? "ok" : code_name(answer->code),
		    answer->address_count, answer->address_count == 1 ? "" : "es",
		    (double)answer->us / 1000.0);
	if (answer->lost_count)
		text_append(&text, ", %zu lost", answer->lost_count);
	put_line(out, style, name, text_of(&text));
	if (answer->soa_zone)
		put_line(out, style, "zone:", answer->soa_zone);
	for (size_t i = 0; i < answer->cnames.count; i++)
		put_line(out, style, "alias:", answer->cnames.items[i]);
}

static void put_answers(FILE *out, const struct render_style *style, const struct plan *plan,
			const struct target_outcome *outcome)
{
	for (size_t i = 0; i < plan->resolver_count; i++)
		if (outcome->answers[i].asked)
			put_answer(out, style, plan->resolvers[i].name, &outcome->answers[i]);
	if (outcome->hosts.asked)
		put_answer(out, style, "/etc/hosts", &outcome->hosts);
}

static const char tcp_only[] = "TCP only";

static void put_address(FILE *out, const struct render_style *style, const struct report *report,
			const struct target *target, const struct address_verdict *a)
{
	char ip[IP_TEXT_BYTES];
	char shown[IP_TEXT_BYTES + 2];

	ip_format(&a->outcome->ip, ip);
	(void)snprintf(shown, sizeof shown, "%s%s", ip[0] ? ip : "by proxy",
		       a->judged ? "" : EVIDENCE_MARK);
	(void)fprintf(out, "%*s", MARK_COLUMN, "");
	mark_put(out, style, a->status);
	(void)fprintf(out, "%-24s %-10s", shown, summary_path(report, a->class));
	put_ms(out, a->outcome->connected, a->outcome->connect_us);
	put_ms(out, a->outcome->handshaken, a->outcome->tls_us);
	if (a->outcome->code != CODE_NONE)
		(void)fprintf(out, "  %s", code_name(a->outcome->code));
	else if (target->tcp_only)
		(void)fprintf(out, "  %s", tcp_only);
	else
		(void)fprintf(out, "  %s %s", a->outcome->tls.version, a->outcome->tls.group);
	(void)fputc('\n', out);
	if (style->verbose >= RAW)
		put_evidence(out, style, a->outcome);
}

static void put_endpoint(FILE *out, const struct render_style *style, const struct report *report,
			 const struct endpoint_verdict *e, int service_width, int host_width)
{
	char ratio[32];

	(void)snprintf(ratio, sizeof ratio, "%zu/%zu", e->working_count, e->judged_count);
	endpoint_mark_put(out, style, e);
	(void)fprintf(out, "%-*s", service_width, e->target->service);
	if (host_width)
		(void)fprintf(out, "  %-*s", host_width, e->target->host);
	(void)fprintf(out, " %-10s %5s", summary_path(report, e->class), ratio);
	put_timings(out, e);
	if (e->code != CODE_NONE) {
		(void)fputs("  ", out);
		paint_put(out, style, endpoint_paint(e), code_name(e->code));
	} else if (e->target->tcp_only) {
		(void)fputs("  ", out);
		paint_put(out, style, PAINT_FAINT, tcp_only);
	}
	(void)fputc('\n', out);
	if (!host_width) {
		(void)fprintf(out, "%*s", MARK_COLUMN, "");
		paint_put(out, style, PAINT_FAINT, e->target->host);
		(void)fputc('\n', out);
	}
	if (style->verbose >= RAW)
		put_answers(out, style, report->plan, e->outcome);
	for (size_t i = 0; style->verbose && i < e->address_count; i++)
		put_address(out, style, report, e->target, &e->addresses[i]);
}

static bool has_evidence(const struct report *report)
{
	for (size_t i = 0; i < report->endpoint_count; i++)
		for (size_t a = 0; a < report->endpoints[i].address_count; a++)
			if (!report->endpoints[i].addresses[a].judged)
				return true;
	return false;
}

static bool has_optional(const struct report *report)
{
	for (size_t i = 0; i < report->endpoint_count; i++)
		if (!report->endpoints[i].target->required)
			return true;
	return false;
}

/* What the signs mean that stand in the table. */
static void put_signs(FILE *out, const struct render_style *style, const struct report *report)
{
	const struct {
		bool stands;
		const char *text;
	} signs[] = {
		{ has_optional(report), "* optional: if only these fail, the verdict is DEGRADED" },
		{ style->verbose && has_evidence(report),
		  "~ the program that uses this endpoint does not use this address; ecsprobe tried it to find the cause" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(signs); i++) {
		if (!signs[i].stands)
			continue;
		(void)fprintf(out, "%*s", MARK_COLUMN, "");
		paint_put(out, style, PAINT_FAINT, signs[i].text);
		(void)fputc('\n', out);
	}
}

static void put_table(FILE *out, const struct render_style *style, const struct report *report)
{
	int service_width = service_column(report->plan);
	int host_width = style->width >= WIDE_COLUMNS ? (int)longest_host(report->plan) : 0;

	(void)fprintf(out, "\n%*s", MARK_COLUMN, "");
	paint_start(out, style, PAINT_FAINT);
	(void)fprintf(out, "%-*s", service_width, "SERVICE");
	if (host_width)
		(void)fprintf(out, "  %-*s", host_width, "HOST");
	(void)fprintf(out, " %-10s %5s %5s %5s %6s  CODE", "PATH", "ADDR", "DNS", "TCP", "TLS ms");
	paint_stop(out, style, PAINT_FAINT);
	(void)fputc('\n', out);
	for (size_t i = 0; i < report->endpoint_count; i++)
		put_endpoint(out, style, report, &report->endpoints[i], service_width, host_width);
	put_signs(out, style, report);
}

/* Only where it makes a difference: the rows above are not what a shell here sees. */
static void put_vantage(FILE *out, const struct render_style *style, const struct report *report)
{
	CLEANUP(text_done) struct text text = { 0 };
	const struct vantage *vantage = NULL;
	char origin[ORIGIN_TEXT_BYTES];

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		if (e->vantage->as_host || e->target->dialled_by != DIALLER_AGENT ||
		    e->target->proxied || e->outcome->hosts.asked)
			continue;
		vantage = e->vantage;
		text_join(&text, ", ", "%s", e->target->service);
	}
	if (!vantage)
		return;
	origin_format(&vantage->origin, origin);
	text_join(&text, "", ": as the agent %s it, through",
		  vantage->seen ? "sees" : "is configured to see");
	for (size_t i = 0; i < vantage->resolver.nameserver_count; i++) {
		char ip[IP_TEXT_BYTES];

		ip_format(&vantage->resolver.nameservers[i], ip);
		text_join(&text, i ? ", " : " ", "%s", ip);
	}
	text_join(&text, " ", "(%s)", origin);
	wrap_print(out, "      ", MARK_COLUMN, style->width, text_of(&text));
}

static void put_heading(FILE *out, const struct report *report)
{
	const struct identity *identity = &report->facts->identity;
	char time[CLOCK_RFC3339_BYTES];

	clock_format_rfc3339(report->time_s, time);
	(void)fprintf(out, "ecsprobe %s", report->version);
	if (identity->region[0])
		(void)fprintf(out, "  %s", identity->region);
	if (identity->instance_id[0])
		(void)fprintf(out, "  %s", identity->instance_id);
	(void)fprintf(out, "  %s\n", time);
}

static const struct {
	const char *word;
	enum paint paint;
} verdicts[] = {
	[VERDICT_HEALTHY] = { "HEALTHY", PAINT_GOOD },
	[VERDICT_DEGRADED] = { "DEGRADED", PAINT_WARN },
	[VERDICT_UNHEALTHY] = { "UNHEALTHY", PAINT_BAD },
	[VERDICT_UNKNOWN] = { "UNKNOWN", PAINT_WARN },
};

static const char build_network[] = "build network (not judged):";

/* The verdict is of the image; what follows is not. */
static void put_image(FILE *out, const struct report *report)
{
	size_t counts[SEVERITY_FAIL + 1] = { 0 };

	for (size_t i = 0; i < report->findings.count; i++)
		counts[report->findings.items[i].severity]++;
	(void)fprintf(out, "  image below %s: %zu failure%s, %zu warning%s\n%s",
		      report->image->root, counts[SEVERITY_FAIL],
		      counts[SEVERITY_FAIL] == 1 ? "" : "s", counts[SEVERITY_WARN],
		      counts[SEVERITY_WARN] == 1 ? "" : "s", build_network);
}

/* What the verdict does not speak of stands beside it; the sum is then in the next line. */
static bool put_unseen(FILE *out, const struct render_style *style, const struct report *report)
{
	CLEANUP(text_done) struct text unseen = { 0 };
	CLEANUP(text_done) struct text text = { 0 };

	summary_add_unseen(&unseen, "", report);
	if (!unseen.len)
		return false;
	text_join(&text, "", "(%s%s)", report->verdict == VERDICT_HEALTHY ? "endpoints; " : "",
		  unseen.bytes);
	wrap_continue(out, strlen(verdicts[report->verdict].word), true, 2 * TEXT_INDENT,
		      style->width, text.bytes);
	return true;
}

static void put_unchecked(FILE *out, const struct render_style *style, const struct report *report)
{
	CLEANUP(text_done) struct text text = { 0 };

	summary_add_unchecked(&text, report);
	if (text.len)
		wrap_print(out, "not checked: ", 2 * TEXT_INDENT, style->width, text.bytes);
}

static void put_verdict(FILE *out, const struct render_style *style, const struct report *report)
{
	CLEANUP(text_done) struct text sum = { 0 };
	size_t column;

	summary_add(&sum, report);
	paint_put(out, style, verdicts[report->verdict].paint, verdicts[report->verdict].word);
	if (report->image)
		put_image(out, report);
	column = report->image ? strlen(build_network) : strlen(verdicts[report->verdict].word);
	column = put_unseen(out, style, report) ? 0 : column + 1;
	(void)fputs(column ? " " : "", out);
	wrap_continue(out, column, column != 0, 2 * TEXT_INDENT, style->width, text_of(&sum));
	if (report->wait.rounds)
		(void)fprintf(out, "waited %.1f s of at most %.0f s, %u %s\n",
			      (double)report->wait.took_us / 1e6,
			      (double)report->wait.limit_us / 1e6, report->wait.rounds,
			      report->wait.rounds == 1 ? "try" : "tries");
	put_unchecked(out, style, report);
}

/* What the follow-up asked, and what came of it. */
static void put_followup(FILE *out, const struct render_style *style, const struct report *report)
{
	static const char *const questions[] = {
		[PURPOSE_CHECK] = "check",
		[PURPOSE_NUMBERED] = "numbered host",
		[PURPOSE_NAMED] = "host that AWS names",
		[PURPOSE_SAME_AGAIN] = "repeated",
		[PURPOSE_SMALL_SEGMENTS] = "small TCP segments",
		[PURPOSE_LARGE_HELLO] = "large ClientHello",
		[PURPOSE_LARGE_SEGMENTS] = "large ClientHello in small TCP segments",
		[PURPOSE_OTHER_REGION] = "name in another Region",
		[PURPOSE_PLAIN_NAME] = "plain name",
		[PURPOSE_DUAL_NAME] = "dual-stack name",
		[PURPOSE_SECOND_LOOK] = "second attempt",
		[PURPOSE_SEARCH_NAME] = "name from the search list",
		[PURPOSE_SERVICE_NAME] = "name of the endpoint service",
		[PURPOSE_AGENT_PEER] = "host the agent may still be connected to",
		[PURPOSE_PROXY_NAME] = "proxy's name",
		[PURPOSE_ELSEWHERE] = "host elsewhere",
	};
	const struct target_outcome *outcome;
	bool any = false;

	_Static_assert(ARRAY_SIZE(questions) == PURPOSE_COUNT, "each purpose has its words");
	for (size_t at = 0; (outcome = outcomes_next(report->outcomes, FOLLOWED_UP, &at));) {
		char host[HOST_BYTES];

		(void)fputs(any ? "" : "\nfollow-up:\n", out);
		any = true;
		escape_text(host, sizeof host, outcome->target->host);
		(void)fprintf(out, "  %s: %s\n", questions[outcome->target->purpose], host);
		put_answers(out, style, report->plan, outcome);
		for (size_t a = 0; a < outcome->attempt_count; a++) {
			const struct attempt_outcome *attempt = outcome->attempts[a];
			char ip[IP_TEXT_BYTES];

			ip_format(&attempt->ip, ip);
			put_line(out, style, ip,
				 attempt->code == CODE_NONE ? "ok" : code_name(attempt->code));
		}
	}
}

static void put_sources(FILE *out, const struct render_style *style, const struct report *report)
{
	const struct trust_outcome *trust = &report->outcomes->trust;

	paint_start(out, style, PAINT_FAINT);
	(void)fputs("\nresolvers:", out);
	for (size_t i = 0; i < report->plan->resolver_count; i++) {
		const struct resolver *r = &report->plan->resolvers[i];
		char ip[IP_TEXT_BYTES];

		ip_format(&r->address.ip, ip);
		(void)fprintf(out, "%s %s %s%s", i ? "," : "", r->name, ip, resolver_role(r));
	}
	(void)fprintf(out, "\ntrust store: %s%s%s\n", trust->path, trust->path[0] ? " from " : "",
		      trust->source);
	paint_stop(out, style, PAINT_FAINT);
}

int report_text(FILE *out, const struct report *report, const struct render_style *style)
{
	const struct paper paper = { out, style, labelled_first, labelled_more };

	put_heading(out, report);
	put_verdict(out, style, report);
	action_tell(&paper, report);
	if (report->endpoint_count) {
		put_table(out, style, report);
		put_vantage(out, style, report);
	}
	if (report->endpoint_count && style->waterfall)
		text_waterfall(out, report, style);
	if (report->agent && report->agent->looked)
		(void)fputc('\n', out);
	agent_tell(&paper, report);
	if (report->api && report->api->asked)
		(void)fputc('\n', out);
	api_tell(&paper, report);
	text_findings(out, report, style);
	if (style->verbose >= RAW)
		put_followup(out, style, report);
	if (report->outcomes && style->verbose)
		put_sources(out, style, report);
	text_more(out, report);
	return 0;
}
