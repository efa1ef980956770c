/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "ecsprobe/render.h"
#include "ecsprobe/verbs.h"
#include "ecsprobe/wrap.h"

enum { WIDTH = 80, HELP_COLUMN = 30, FORMAT_COLUMN = 13, STATUS_COLUMN = 7 };

/* What the table keeps apart is said of every option in the same words. */
static char *help_of(const struct option_row *row)
{
	const char *fallback = row->fallback ? row->fallback : row->otherwise;

	if (row->bare)
		return xasprintf("%s (without =%s: %s)", row->help, row->argument, row->bare);
	return fallback ? xasprintf("%s (default %s)", row->help, fallback) : xstrdup(row->help);
}

static void print_option(const struct option_row *row)
{
	/* A value that may be left out cannot be a word of its own. */
	static const char *const marks[] = { "", " ", "[=" };
	int mark = !row->argument ? 0 : row->bare ? 2 : 1;
	CLEANUP(cleanup_free) char *help = help_of(row);
	char left[64];
	int used = snprintf(left, sizeof left, "  %c%c%s --%s%s%s%s", row->letter ? '-' : ' ',
			    row->letter ? row->letter : ' ', row->letter ? "," : " ", row->name,
			    marks[mark], row->argument ? row->argument : "", row->bare ? "]" : "");

	printf("%s", left);
	if (used >= HELP_COLUMN)
		printf("\n");
	printf("%*s", used >= HELP_COLUMN ? HELP_COLUMN : HELP_COLUMN - used, "");
	wrap_continue(stdout, HELP_COLUMN, false, HELP_COLUMN, WIDTH, help);
}

static void print_options(void)
{
	size_t count;
	const struct option_row *rows = options_table(&count);

	for (size_t i = 0; i < count; i++) {
		if (i == 0 || rows[i].group != rows[i - 1].group)
			printf("\n%s\n", rows[i].group);
		print_option(&rows[i]);
	}
}

static void print_formats(void)
{
	size_t count;
	const struct renderer *rows = renderer_table(&count);

	printf("\nFormats of --output\n");
	for (size_t i = 0; i < count; i++) {
		printf("  %-*s", FORMAT_COLUMN - 2, rows[i].format);
		wrap_continue(stdout, FORMAT_COLUMN, false, FORMAT_COLUMN, WIDTH, rows[i].help);
	}
}

static void print_exit_codes(void)
{
	size_t count;
	const struct exit_code_row *rows = exit_code_table(&count);

	printf("\nExit status\n");
	for (size_t i = 0; i < count; i++) {
		printf("  %3d  ", rows[i].code);
		wrap_continue(stdout, STATUS_COLUMN, false, STATUS_COLUMN, WIDTH, rows[i].meaning);
	}
}

enum exit_code verb_help(const struct options *options)
{
	(void)options;
	printf("Usage: ecsprobe [OPTION]...\n\n");
	wrap_print(stdout, "", 0, WIDTH,
		   "Does this instance reach every AWS endpoint its ECS agent and tasks need, over "
		   "the private path it should use, and if not, why?  Resolves the Regional names, "
		   "connects to every address, makes a verified TLS handshake and names the cause "
		   "of what fails.");
	print_options();
	print_formats();
	print_exit_codes();
	return fflush(stdout) == 0 ? EXIT_HEALTHY : EXIT_OUTPUT;
}
