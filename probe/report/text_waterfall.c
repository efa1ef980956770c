/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "text_parts.h"
#include "timeline.h"

enum {
	TOTAL_COLUMNS = 9, /* " 10000.0" behind the longest bar */
	TICK_COLUMNS = 10,
	ADDRESS_COLUMN = 17,
	MIN_BAR_COLUMNS = 10,
	MAX_BAR_COLUMNS = 200,
	WIDE_LEGEND = 76,
};

/* Told apart by what they are made of, never by colour alone. */
struct glyphs {
	const char *stages[STAGES];
	const char *failed, *skipped;
};

struct chart {
	FILE *out;
	const struct render_style *style;
	struct glyphs glyphs;
	struct axis axis;
	unsigned label; /* columns of the names */
	unsigned bar;   /* columns of the longest bar */
};

static const struct glyphs ascii = { { "d", "t", "s" }, "x", "-" };
static const struct glyphs blocks = { { "\u2591", "\u2592", "\u2588" }, "x", "-" };

static unsigned column_of(const struct chart *chart, uint64_t us)
{
	return (unsigned)((us * chart->bar + chart->axis.end_us / 2) / chart->axis.end_us);
}

static void put_axis(const struct chart *chart)
{
	unsigned column = 0;

	(void)fprintf(chart->out, "\n%*s", MARK_COLUMN, "");
	paint_start(chart->out, chart->style, PAINT_FAINT);
	(void)fprintf(chart->out, "%-*s ", (int)chart->label, "WATERFALL ms");
	for (uint64_t us = 0; us <= chart->axis.end_us; us += chart->axis.step_us) {
		char tick[TICK_BYTES];

		axis_tick(&chart->axis, us, tick);
		column += (unsigned)fprintf(chart->out, "%*s%s",
					    (int)(column_of(chart, us) - column), "", tick);
	}
	paint_stop(chart->out, chart->style, PAINT_FAINT);
	(void)fputc('\n', chart->out);
}

/* A stage that was seen has a column at least, however short it was. */
static unsigned put_stages(const struct chart *chart, const struct timeline *timeline)
{
	unsigned column = 0;
	unsigned left = 0;
	uint64_t us = 0;

	for (int s = 0; s < STAGES; s++)
		left += timeline->known[s];
	for (int s = 0; s < STAGES; s++) {
		unsigned end;

		if (!timeline->known[s])
			continue;
		left--;
		us += timeline->us[s];
		end = column_of(chart, us);
		if (end <= column)
			end = column + 1;
		if (end + left > chart->bar)
			end = chart->bar - left;
		for (; column < end; column++)
			(void)fputs(chart->glyphs.stages[s], chart->out);
	}
	return column;
}

static void put_bar(const struct chart *chart, const struct timeline *timeline)
{
	unsigned column = put_stages(chart, timeline);
	const char *code = code_name(timeline->code);

	if (timeline->end == END_DONE) {
		(void)fprintf(chart->out, " %.1f\n", (double)timeline->total_us / 1000.0);
		return;
	}
	if (timeline->end == END_FAILED)
		paint_put(chart->out, chart->style, PAINT_BAD, chart->glyphs.failed);
	else
		(void)fputs(chart->glyphs.skipped, chart->out);
	/* The table has it where there is no room. */
	if (code && column + 2 + strlen(code) <= chart->bar + TOTAL_COLUMNS)
		(void)fprintf(chart->out, " %s", code);
	(void)fputc('\n', chart->out);
}

/* A name that is too long has a line of its own. */
static void put_label(const struct chart *chart, unsigned indent, const char *name)
{
	if (strlen(name) + indent > chart->label)
		(void)fprintf(chart->out, "%s\n%*s", name, (int)(MARK_COLUMN + chart->label + 1),
			      "");
	else
		(void)fprintf(chart->out, "%-*s ", (int)(chart->label - indent), name);
}

static void put_addresses(const struct chart *chart, const struct endpoint_verdict *e)
{
	for (size_t i = 0; i < e->address_count; i++) {
		const struct address_verdict *a = &e->addresses[i];
		struct timeline timeline = timeline_of_address(e, a);
		char shown[IP_TEXT_BYTES + 2];

		ip_format(&a->outcome->ip, shown);
		if (!*shown)
			(void)copy_text(shown, sizeof shown, "by proxy");
		if (!a->judged)
			memcpy(shown + strlen(shown), EVIDENCE_MARK, sizeof EVIDENCE_MARK);
		(void)fprintf(chart->out, "%*s", MARK_COLUMN, "");
		mark_put(chart->out, chart->style, a->status);
		put_label(chart, MARK_COLUMN, shown);
		put_bar(chart, &timeline);
	}
}

static void put_endpoint(const struct chart *chart, const struct endpoint_verdict *e)
{
	struct timeline timeline = timeline_of_endpoint(e);

	if (chart->style->verbose && e->address_count) {
		endpoint_mark_put(chart->out, chart->style, e);
		(void)fprintf(chart->out, "%s\n", e->target->service);
		put_addresses(chart, e);
		return;
	}
	endpoint_mark_put(chart->out, chart->style, e);
	put_label(chart, 0, e->target->service);
	put_bar(chart, &timeline);
}

static void put_legend(const struct chart *chart)
{
	(void)fprintf(chart->out, "%*s", MARK_COLUMN, "");
	paint_start(chart->out, chart->style, PAINT_FAINT);
	for (int s = 0; s < STAGES; s++)
		(void)fprintf(chart->out, "%s %s  ", chart->glyphs.stages[s],
			      stage_name((enum stage)s));
	(void)fprintf(chart->out, "%s failed", chart->glyphs.failed);
	if (chart->style->width < WIDE_LEGEND)
		(void)fprintf(chart->out, "\n%*s", MARK_COLUMN, "");
	else
		(void)fputs("; ", chart->out);
	(void)fprintf(chart->out, "%s\n",
		      chart->style->verbose ? "one after another, from 0"
					    : "the slowest working address of each");
	paint_stop(chart->out, chart->style, PAINT_FAINT);
}

void text_waterfall(FILE *out, const struct report *report, const struct render_style *style)
{
	unsigned label = (unsigned)service_column(report->plan);
	unsigned used;
	struct chart chart = {
		.out = out, .style = style, .glyphs = style->utf8 ? blocks : ascii, .label = label
	};

	if (style->verbose && chart.label < MARK_COLUMN + ADDRESS_COLUMN)
		chart.label = MARK_COLUMN + ADDRESS_COLUMN;
	used = MARK_COLUMN + chart.label + 1 + TOTAL_COLUMNS;
	chart.bar = style->width > used + MIN_BAR_COLUMNS ? style->width - used : MIN_BAR_COLUMNS;
	if (chart.bar > MAX_BAR_COLUMNS)
		chart.bar = MAX_BAR_COLUMNS;
	chart.axis = axis_for(timeline_longest_us(report), chart.bar / TICK_COLUMNS);
	put_axis(&chart);
	for (size_t i = 0; i < report->endpoint_count; i++)
		put_endpoint(&chart, &report->endpoints[i]);
	put_legend(&chart);
}
