/* SPDX-License-Identifier: Apache-2.0 */
/* For a console that keeps little, and that is all that is left of an instance which
 * nobody can log in to: the verdict, the causes, what to check first. */
#include <string.h>

#include "action_words.h"
#include "ecsprobe/clock.h"
#include "ecsprobe/wrap.h"
#include "renderers.h"
#include "summary.h"

enum {
	COLUMNS = 79,
	MOST_LINES = 20,
	/* So that the first finding always has room. */
	MOST_OF_SUM = 3, /* and of what was done about the agent */
	MOST_OF_ONE = 6, /* of a finding's lines, and of its hint's */
	MOST_NAMED = 4,
};

static const char rest[] = "all of it: journalctl -t ecsprobe, or sudo ecsprobe -v";

static const char *const verdicts[] = {
	[VERDICT_HEALTHY] = "HEALTHY",
	[VERDICT_DEGRADED] = "DEGRADED",
	[VERDICT_UNHEALTHY] = "UNHEALTHY",
	[VERDICT_UNKNOWN] = "UNKNOWN",
};

/* Prints no more than most lines of it; how many it were. */
static size_t put_cut(FILE *out, const char *first, unsigned indent, const char *text, size_t most)
{
	CLEANUP(text_done) struct text printed = { 0 };
	size_t count = 0;
	FILE *whole = text_stream(&printed);

	if (!whole)
		return 0;
	wrap_print(whole, first, indent, COLUMNS, text);
	if (fclose(whole) != 0)
		return 0;
	for (const char *line = text_of(&printed); *line && count < most; count++) {
		size_t end = strcspn(line, "\n");

		(void)fprintf(out, "%.*s\n", (int)(end < COLUMNS ? end : COLUMNS), line);
		line += end + (line[end] == '\n');
	}
	return count;
}

static size_t put_head(FILE *out, const struct report *report)
{
	const struct identity *identity = &report->facts->identity;
	CLEANUP(text_done) struct text text = { 0 };
	char time[CLOCK_RFC3339_BYTES];

	clock_format_rfc3339(report->time_s, time);
	text_join(&text, "", "ecsprobe %s", verdicts[report->verdict]);
	if (identity->region[0])
		text_join(&text, "  ", "%s", identity->region);
	if (identity->instance_id[0])
		text_join(&text, "  ", "%s", identity->instance_id);
	text_join(&text, "  ", "%s", time);
	return put_cut(out, "", 0, text_of(&text), 1);
}

static size_t put_sum(FILE *out, const struct report *report)
{
	CLEANUP(text_done) struct text text = { 0 };

	/* The verdict is of the image alone. */
	if (report->image)
		text_join(&text, "",
			  "of the image below %s; its build network:", report->image->root);
	summary_add(&text, report);
	summary_add_unseen(&text, "; ", report);
	return put_cut(out, "", 0, text_of(&text), MOST_OF_SUM);
}

static size_t put_action(FILE *out, const struct action *action)
{
	CLEANUP(text_done) struct text text = { 0 };
	enum action_tone tone;

	if (!action || !action->asked)
		return 0;
	text_join(&text, "", "restart %s", action_headword(action, &tone));
	action_add_outcome(&text, action);
	return put_cut(out, "", 2, text_of(&text), MOST_OF_SUM);
}

/* All that has this cause, by name, and what is said of the first. */
static void add_kind(struct text *text, const struct findings *findings, size_t index)
{
	const struct finding *kind = &findings->items[index];
	size_t named = 0, left = 0;

	text_join(text, "", "%s", code_name(kind->code));
	for (size_t i = index; i < findings->count; i++) {
		if (!finding_is_akin(&findings->items[i], kind))
			continue;
		if (named < MOST_NAMED)
			text_join(text, named++ ? ", " : " ", "%s", findings->items[i].subject);
		else
			left++;
	}
	if (left)
		text_join(text, " ", "and %zu more", left);
	text_join(text, ": ", "%s", kind->message);
}

static size_t put_kind(FILE *out, const struct findings *findings, size_t index)
{
	static const char *const words[] = {
		[SEVERITY_NOTE] = "note ",
		[SEVERITY_WARN] = "WARN ",
		[SEVERITY_FAIL] = "FAIL ",
	};
	const struct finding *kind = &findings->items[index];
	CLEANUP(text_done) struct text text = { 0 };
	size_t lines;

	add_kind(&text, findings, index);
	lines = put_cut(out, words[kind->severity], 2, text_of(&text), MOST_OF_ONE);
	if (*kind->hint && finding_hints_first(findings, kind))
		lines += put_cut(out, "  -> ", 5, kind->hint, MOST_OF_ONE);
	return lines;
}

/* Whether it had room before the last line, and is printed. */
static bool put_if_room(FILE *out, const struct findings *findings, size_t index, size_t *used)
{
	CLEANUP(text_done) struct text printed = { 0 };
	FILE *kind = text_stream(&printed);
	size_t lines;

	if (!kind)
		return false;
	lines = put_kind(kind, findings, index);
	if (fclose(kind) != 0 || *used + lines >= MOST_LINES)
		return false;
	(void)fputs(text_of(&printed), out);
	*used += lines;
	return true;
}

/* The worst come first; of those that are left out none is worse than one that is there. */
static void put_kinds(FILE *out, const struct findings *findings, size_t used)
{
	size_t left = 0;

	for (int severity = SEVERITY_FAIL; severity > SEVERITY_NOTE; severity--)
		for (size_t i = 0; i < findings->count; i++)
			if (findings->items[i].severity == (enum severity)severity &&
			    finding_is_first(findings, i))
				left += left || !put_if_room(out, findings, i, &used);
	if (left)
		(void)fprintf(out, "and %zu more; %s\n", left, rest);
	else if (findings->count)
		(void)fprintf(out, "%s\n", rest);
}

int report_brief(FILE *out, const struct report *report, const struct render_style *style)
{
	size_t used = put_head(out, report);

	(void)style;
	used += put_sum(out, report);
	used += put_action(out, report->action);
	if (report->verdict != VERDICT_HEALTHY)
		put_kinds(out, &report->findings, used);
	return 0;
}
