/* SPDX-License-Identifier: Apache-2.0 */
#include "rendered.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

char *rendered(const char *format, const struct report *report, const struct render_style *style)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(renderer_find(format)->report(out, report, style), 0);
	assert_int_equal(fclose(out), 0);
	return text;
}

char *rendered_plan(const char *format, const struct plan *plan, const struct identity *identity,
		    const struct render_style *style)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	assert_int_equal(renderer_find(format)->plan(out, plan, identity, style), 0);
	assert_int_equal(fclose(out), 0);
	return text;
}

/* A page of HTML or a report in one line is too much to be shown whole. */
static const char *first_new_line(const char *golden, const char *text)
{
	const char *line = text;

	for (; *text && *text == *golden; text++, golden++)
		if (*text == '\n')
			line = text + 1;
	return line;
}

void expect_golden(const char *text, const char *name_fmt, ...)
{
	char path[128] = "tests/unit/golden/";
	size_t used = strlen(path);
	const char *line;
	char *golden;
	va_list args;

	va_start(args, name_fmt);
	(void)vsnprintf(path + used, sizeof path - used, name_fmt, args);
	va_end(args);
	if (getenv("GOLDEN_UPDATE"))
		write_text(path, text);
	if (access(path, F_OK) < 0) {
		EXPECT(false,
		       "%s, which is not there: GOLDEN_UPDATE=1 make unit writes it; read it, then "
		       "commit it",
		       path);
		return;
	}
	golden = read_text(path);
	line = first_new_line(golden, text);
	EXPECT(strcmp(golden, text) == 0,
	       "%s, where now stands (if that is meant: GOLDEN_UPDATE=1 make unit):\n%.*s", path,
	       (int)strcspn(line, "\n"), line);
	free(golden);
}

void strip_paint(char *text)
{
	char *to = text;

	while (*text) {
		if (*text == '\033')
			text += strcspn(text, "m") + 1;
		else
			*to++ = *text++;
	}
	*to = '\0';
}
