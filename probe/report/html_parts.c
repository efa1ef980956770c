/* SPDX-License-Identifier: Apache-2.0 */
#include "html_parts.h"

#include <stdarg.h>
#include <string.h>

#include "ecsprobe/escape.h"

static const struct {
	const char *class, *word;
} tones[HTML_TONES] = {
	[HTML_OK] = { "ok", "ok" },         [HTML_WARN] = { "warn", "warning" },
	[HTML_FAIL] = { "fail", "failed" }, [HTML_SKIP] = { "skip", "skipped" },
	[HTML_NOTE] = { "note", "note" },
};

void html_textf(FILE *out, const char *fmt, ...)
{
	char *text = NULL;
	va_list arguments;

	va_start(arguments, fmt);
	if (vasprintf(&text, fmt, arguments) >= 0) {
		escape_markup(out, text);
		free(text);
	}
	va_end(arguments);
}

void html_element(FILE *out, const char *tag, const char *text)
{
	if (!*text)
		return;
	(void)fprintf(out, "<%s>", tag);
	escape_markup(out, text);
	(void)fprintf(out, "</%.*s>", (int)strcspn(tag, " "), tag);
}

void html_term(FILE *out, const char *name, const char *text)
{
	if (!*text)
		return;
	(void)fputs("<div>", out);
	html_element(out, "dt", name);
	html_element(out, "dd", text);
	(void)fputs("</div>\n", out);
}

static enum html_tone tone_of(enum status status)
{
	static const enum html_tone by_status[] = {
		[STATUS_PASS] = HTML_OK,
		[STATUS_WARN] = HTML_WARN,
		[STATUS_FAIL] = HTML_FAIL,
		[STATUS_SKIP] = HTML_SKIP,
	};

	return by_status[status];
}

const char *html_tone_class(enum html_tone tone)
{
	return tones[tone].class;
}

void html_icon(FILE *out, enum html_tone tone)
{
	(void)fprintf(out, "<svg class=\"icon\" aria-hidden=\"true\"><use href=\"#i-%s\"/></svg>",
		      tones[tone].class);
}

void html_badge(FILE *out, enum html_tone tone, const char *word)
{
	(void)fprintf(out, "<span class=\"badge %s\">", tones[tone].class);
	html_icon(out, tone);
	escape_markup(out, word);
	(void)fputs("</span>", out);
}

void html_status(FILE *out, enum status status)
{
	enum html_tone tone = tone_of(status);

	html_badge(out, tone, tones[tone].word);
}

void html_endpoint_status(FILE *out, const struct endpoint_verdict *e)
{
	if (e->status == STATUS_FAIL && !e->target->required)
		html_badge(out, HTML_WARN, "failed, optional");
	else
		html_status(out, e->status);
}

void html_ip(const struct address_verdict *address, char out[static IP_TEXT_BYTES])
{
	ip_format(&address->outcome->ip, out);
	if (!out[0])
		(void)copy_text(out, IP_TEXT_BYTES, "by proxy");
}
