/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "ecsprobe/escape.h"
#include "word_parts.h"

static bool is_of_other(const struct view *view, const struct address_verdict *a)
{
	return a->outcome->from & (1U << view->other);
}

static void word_other(struct text *text, const struct view *view)
{
	append_resolver(text, view, &view->report->plan->resolvers[view->other]);
}

static void word_other_says(struct text *text, const struct view *view)
{
	const struct endpoint_verdict *endpoint = view->endpoint;

	if (endpoint->outcome->answers[view->other].address_count == 0) {
		text_append(text, "has no address for %s (%s)", endpoint->target->host,
			    code_name(view->other_symptom));
		return;
	}
	text_append(text, "returns ");
	list_addresses(text, view, is_of_other, label_class);
	text_append(text, " for %s", endpoint->target->host);
	if (view->other_symptom != CODE_NONE)
		text_append(text, ", which does not work (%s)", code_name(view->other_symptom));
}

static void word_second(struct text *text, const struct view *view)
{
	if (view->second)
		append_ips(text, view->second->addresses, view->second->address_count);
	else
		text_append(text, "no address");
}

static void word_search_name(struct text *text, const struct view *view)
{
	char shown[PEER_TEXT_BYTES];

	escape_text(shown, sizeof shown, view->captured_by ? view->captured_by->host : "");
	text_append(text, "%s", shown);
}

static void word_search_answers(struct text *text, const struct view *view)
{
	if (view->captured_to)
		append_ips(text, view->captured_to->addresses, view->captured_to->address_count);
}

static void word_ndots(struct text *text, const struct view *view)
{
	text_append(text, "%u", view->endpoint->vantage->resolver.ndots);
}

static void word_wrong_name(struct text *text, const struct view *view)
{
	const struct target *target = scene_wrong_name(view->report, view->endpoint->target);

	text_append(text, "%s", target ? target->host : "");
}

static void word_dual_host(struct text *text, const struct view *view)
{
	const struct target *target = scene_dual_name(view);

	text_append(text, "%s", target ? target->host : "");
}

static bool is_made_by_dns64(const struct view *view, const struct address_verdict *a)
{
	(void)view;
	return address_counts(a) && a->nat64;
}

static void word_dns64(struct text *text, const struct view *view)
{
	list_addresses(text, view, is_made_by_dns64, label_code);
}

static void word_dns_time(struct text *text, const struct view *view)
{
	if (view->endpoint->answer)
		text_append(text, "%.1f s", (double)view->endpoint->answer->us / 1e6);
}

static void word_patience(struct text *text, const struct view *view)
{
	text_append(text, "%u s", view->endpoint->vantage->resolver.timeout_s);
}

static void word_lookup_wait(struct text *text, const struct view *view)
{
	text_append(text, "%.0f s", (double)view_wait_us(view->report, view->endpoint) / 1e6);
}

/* The delay that an operator would notice. */
static void word_waits(struct text *text, const struct view *view)
{
	enum { FELT_US = 1000000 };

	if (view_wait_us(view->report, view->endpoint) < FELT_US)
		return;
	text_append(text, "; each new connection waits ");
	word_lookup_wait(text, view);
	if (view_needs_second_try(view->report, view->endpoint))
		text_append(text,
			    ", longer than its client allows; the client succeeds at its next try");
}

static const struct {
	const char *word;
	void (*write)(struct text *text, const struct view *view);
} words[] = {
	{ "other", word_other },
	{ "other_says", word_other_says },
	{ "second", word_second },
	{ "search_name", word_search_name },
	{ "search_answers", word_search_answers },
	{ "ndots", word_ndots },
	{ "wrong_name", word_wrong_name },
	{ "dual_host", word_dual_host },
	{ "dns64", word_dns64 },
	{ "dns_time", word_dns_time },
	{ "patience", word_patience },
	{ "lookup_wait", word_lookup_wait },
	{ "waits", word_waits },
};

bool word_write_names(struct text *text, const char *word, size_t len, const struct view *view)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (strlen(words[i].word) != len || strncmp(words[i].word, word, len) != 0)
			continue;
		words[i].write(text, view);
		return true;
	}
	return false;
}
