/* SPDX-License-Identifier: Apache-2.0 */
/* The waterfall: a row of its own for each address, all over one axis.  Lengths
 * are percentages, so that bars stretch with the page while text does not. */
#include "ecsprobe/escape.h"
#include "ecsprobe/text.h"
#include "html_parts.h"
#include "summary.h"
#include "timeline.h"

enum { MAX_TICKS = 5 };

/* Told apart by height as well as by colour, also in print. */
static const struct {
	const char *class;
	int y, height;
} shapes[STAGES] = {
	[STAGE_DNS] = { "dns", 8, 6 },
	[STAGE_TCP] = { "tcp", 6, 10 },
	[STAGE_TLS] = { "tls", 3, 16 },
};

static double percent(uint64_t us, const struct axis *axis)
{
	return 100.0 * (double)us / (double)axis->end_us;
}

static void put_grid(FILE *out, const struct axis *axis)
{
	(void)fputs("<svg class=\"defs\" aria-hidden=\"true\"><defs><g id=\"grid\">", out);
	for (uint64_t us = 0; us <= axis->end_us; us += axis->step_us)
		(void)fprintf(out, "<line x1=\"%.2f%%\" x2=\"%.2f%%\" y2=\"100%%\"/>",
			      percent(us, axis), percent(us, axis));
	(void)fputs("</g></defs></svg>\n", out);
}

static void put_axis(FILE *out, const struct axis *axis)
{
	(void)fputs("<svg class=\"axis\" role=\"img\" aria-label=\"milliseconds\">", out);
	for (uint64_t us = 0; us <= axis->end_us; us += axis->step_us) {
		const char *anchor = us == axis->end_us ? "end" : us ? "middle" : "start";
		char tick[TICK_BYTES];

		axis_tick(axis, us, tick);
		(void)fprintf(out, "<text x=\"%.2f%%\" y=\"12\" text-anchor=\"%s\">%s</text>",
			      percent(us, axis), anchor, tick);
	}
	(void)fputs("</svg>", out);
}

static void describe(const struct timeline *timeline, struct text *text)
{
	for (int s = 0; s < STAGES; s++)
		if (timeline->known[s])
			text_join(text, ", ", "%s %.1f ms", stage_name((enum stage)s),
				  (double)timeline->us[s] / 1000.0);
	if (timeline->code != CODE_NONE)
		text_join(text, ", then ", "%s", code_name(timeline->code));
}

static void put_bar(FILE *out, const struct timeline *timeline, const struct axis *axis)
{
	uint64_t us = 0;
	CLEANUP(text_done) struct text times = { 0 };

	describe(timeline, &times);
	(void)fputs("<svg class=\"bar\" role=\"img\" aria-label=\"", out);
	escape_markup(out, text_of(&times));
	(void)fputs("\">", out);
	html_element(out, "title", text_of(&times));
	(void)fputs("<use href=\"#grid\"/>", out);
	for (int s = 0; s < STAGES; s++) {
		if (!timeline->known[s])
			continue;
		(void)fprintf(out,
			      "<rect class=\"%s%s\" x=\"%.2f%%\" width=\"%.2f%%\" y=\"%d\" "
			      "height=\"%d\"/>",
			      shapes[s].class,
			      timeline->failed && (int)timeline->failed_stage == s ? " lost" : "",
			      percent(us, axis), percent(timeline->us[s], axis), shapes[s].y,
			      shapes[s].height);
		us += timeline->us[s];
	}
	if (timeline->end == END_FAILED)
		(void)fprintf(out, "<use href=\"#cross\" x=\"%.2f%%\"/>", percent(us, axis));
	(void)fputs("</svg>", out);
}

static void put_row(FILE *out, enum status status, const char *name, const char *beside,
		    const struct timeline *timeline, const struct axis *axis)
{
	(void)fputs("<tr><th scope=\"row\">", out);
	html_status(out, status);
	(void)fputs(" ", out);
	html_element(out, "code", name);
	(void)fputs(" ", out);
	html_element(out, "small", beside);
	(void)fputs("</th><td class=\"plot\">", out);
	put_bar(out, timeline, axis);
	(void)fputs("</td><td class=\"sum\">", out);
	if (timeline->code != CODE_NONE)
		html_element(out, "code", code_name(timeline->code));
	else
		html_textf(out, "%.1f ms", (double)timeline->total_us / 1000.0);
	(void)fputs("</td></tr>\n", out);
}

static void put_endpoint(FILE *out, const struct report *report, const struct endpoint_verdict *e,
			 const struct axis *axis)
{
	(void)fputs("<tbody><tr><th class=\"of\" colspan=\"3\" scope=\"rowgroup\">", out);
	html_element(out, "b", e->target->service);
	(void)fputs(" ", out);
	html_element(out, "span class=\"host\"", e->target->host);
	(void)fputs("</th></tr>\n", out);
	for (size_t i = 0; i < e->address_count; i++) {
		const struct address_verdict *a = &e->addresses[i];
		struct timeline timeline = timeline_of_address(e, a);
		char ip[IP_TEXT_BYTES];
		char beside[64];

		html_ip(a, ip);
		(void)snprintf(beside, sizeof beside, "%s%s", summary_path(report, a->class),
			       a->judged ? "" : ", evidence only");
		put_row(out, a->status, ip, beside, &timeline, axis);
	}
	if (!e->address_count) {
		struct timeline timeline = timeline_of_endpoint(e);

		put_row(out, e->status, "no address", "", &timeline, axis);
	}
	(void)fputs("</tbody>\n", out);
}

void html_waterfall(FILE *out, const struct report *report)
{
	uint64_t longest_us = timeline_longest_us(report);
	struct axis axis = axis_for(longest_us, MAX_TICKS);

	if (!longest_us)
		return;
	(void)fputs("<section><h2 id=\"waterfall\">Waterfall</h2>\n"
		    "<p class=\"key\"><span><svg class=\"swatch\" aria-hidden=\"true\">",
		    out);
	for (int s = 0; s < STAGES; s++)
		(void)fprintf(out,
			      "%s<rect class=\"%s\" width=\"100%%\" y=\"%d\" height=\"%d\"/>"
			      "</svg>%s</span>",
			      s ? " <span><svg class=\"swatch\" aria-hidden=\"true\">" : "",
			      shapes[s].class, shapes[s].y, shapes[s].height,
			      stage_name((enum stage)s));
	(void)fputs(" <span><svg class=\"swatch\" aria-hidden=\"true\"><use href=\"#cross\"/>"
		    "</svg>failed here, hatched: the wait for it</span></p>\n",
		    out);
	put_grid(out, &axis);
	(void)fputs("<table class=\"waterfall\" aria-labelledby=\"waterfall\">\n<thead><tr>"
		    "<th scope=\"col\">Address</th><th scope=\"col\" class=\"plot\">"
		    "<span>Time in ms: DNS, TCP and TLS one after another</span>",
		    out);
	put_axis(out, &axis);
	(void)fputs("</th><th scope=\"col\" class=\"sum\">Total</th></tr></thead>\n", out);
	for (size_t i = 0; i < report->endpoint_count; i++)
		put_endpoint(out, report, &report->endpoints[i], &axis);
	(void)fputs("</table></section>\n", out);
}
