/* SPDX-License-Identifier: Apache-2.0 */
/* What was really said, by whom: of what does not simply pass, or of all. */
#include "ecsprobe/clock.h"
#include "ecsprobe/text.h"
#include "html_parts.h"

static void put_answer(FILE *out, const char *name, const struct answer *answer)
{
	CLEANUP(text_done) struct text text = { 0 };

	if (!answer->asked)
		return;
	text_join(&text, "", "%s", answer->code == CODE_NONE ? "ok" : code_name(answer->code));
	for (size_t i = 0; i < answer->address_count; i++) {
		char ip[IP_TEXT_BYTES];

		ip_format(&answer->addresses[i], ip);
		text_join(&text, i ? ", " : ": ", "%s", ip);
	}
	text_join(&text, "; ", "%.1f ms", (double)answer->us / 1000.0);
	if (answer->lost_count)
		text_join(&text, "; ", "%zu lost", answer->lost_count);
	if (answer->cnames.count) {
		text_join(&text, "; ", "alias");
		text_join_list(&text, &answer->cnames);
	}
	if (answer->code != CODE_NONE && answer->soa_zone)
		text_join(&text, "; ", "zone %s", answer->soa_zone);
	html_term(out, name, text_of(&text));
}

static void put_certificate(FILE *out, const struct tls_facts *tls)
{
	CLEANUP(text_done) struct text names = { 0 };
	char time[CLOCK_RFC3339_BYTES];

	if (!tls->certificate_seen)
		return;
	html_term(out, "subject", tls->subject);
	for (size_t i = 0; i < tls->sans.count; i++)
		text_join(&names, ", ", "%s", tls->sans.items[i]);
	html_term(out, "names", text_of(&names));
	html_term(out, "issuer", tls->issuer);
	html_term(out, "root", tls->root);
	html_term(out, "why refused", tls->verify_detail);
	clock_format_rfc3339(tls->not_before_s, time);
	html_term(out, "valid from", time);
	clock_format_rfc3339(tls->not_after_s, time);
	html_term(out, "valid until", time);
}

static void put_address(FILE *out, const struct address_verdict *a)
{
	const struct attempt_outcome *outcome = a->outcome;
	CLEANUP(text_done) struct text tls = { 0 };
	char ip[IP_TEXT_BYTES];

	html_ip(a, ip);
	(void)fputs("<h4>", out);
	html_status(out, a->status);
	(void)fputs(" ", out);
	html_element(out, "code", ip);
	(void)fputs("</h4>\n<dl>", out);
	html_term(out, "code", outcome->code == CODE_NONE ? "" : code_name(outcome->code));
	html_term(out, "error", outcome->detail);
	if (outcome->tls.handshake_spoke)
		text_join(&tls, "", "%s %s %s", outcome->tls.version, outcome->tls.group,
			  outcome->tls.cipher);
	html_term(out, "TLS", text_of(&tls));
	put_certificate(out, &outcome->tls);
	if (outcome->code == CODE_NONE && !outcome->tls.handshake_spoke)
		html_term(out, "TCP", "connected");
	(void)fputs("</dl>\n", out);
}

static void put_endpoint(FILE *out, const struct report *report, const struct endpoint_verdict *e,
			 bool all)
{
	(void)fputs("<section class=\"endpoint\">", out);
	html_element(out, "h3", e->target->service);
	(void)fputs("<dl>", out);
	for (size_t i = 0; i < report->plan->resolver_count; i++)
		put_answer(out, report->plan->resolvers[i].name, &e->outcome->answers[i]);
	put_answer(out, "/etc/hosts", &e->outcome->hosts);
	(void)fputs("</dl>\n", out);
	for (size_t i = 0; i < e->address_count; i++)
		if (all || e->addresses[i].status != STATUS_PASS)
			put_address(out, &e->addresses[i]);
	(void)fputs("</section>\n", out);
}

void html_evidence(FILE *out, const struct report *report, unsigned verbose)
{
	bool any = false;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		if (e->status == STATUS_PASS && !verbose)
			continue;
		if (!any)
			(void)fputs("<section class=\"evidence\"><h2>Evidence</h2>\n", out);
		any = true;
		put_endpoint(out, report, e, verbose > 0);
	}
	if (any)
		(void)fputs("</section>\n", out);
}
