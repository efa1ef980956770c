/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "ecsprobe/render.h"
#include "ecsprobe/verbs.h"

enum { HELP_COLUMN = 30 };

/* Continuation lines stand under the first one. */
static void print_help_text(const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		printf("%.*s\n", (int)len, text);
		text += len;
		if (*text == '\n' && *++text)
			printf("%*s", HELP_COLUMN, "");
	}
}

static void print_option(const struct option_row *row)
{
	/* A value that may be left out cannot be a word of its own. */
	static const char *const marks[] = { "", " ", "[=" };
	int mark = !row->argument ? 0 : row->bare ? 2 : 1;
	char left[64];
	int used = snprintf(left, sizeof left, "  %c%c%s --%s%s%s%s", row->letter ? '-' : ' ',
			    row->letter ? row->letter : ' ', row->letter ? "," : " ", row->name,
			    marks[mark], row->argument ? row->argument : "", row->bare ? "]" : "");

	if (used >= HELP_COLUMN)
		printf("%s\n%*s", left, HELP_COLUMN, "");
	else
		printf("%-*s", HELP_COLUMN, left);
	print_help_text(row->help);
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
	for (size_t i = 0; i < count; i++)
		printf("  %-10s %s\n", rows[i].format, rows[i].help);
}

static void print_exit_codes(void)
{
	size_t count;
	const struct exit_code_row *rows = exit_code_table(&count);

	printf("\nExit status\n");
	for (size_t i = 0; i < count; i++)
		printf("  %3d  %s\n", rows[i].code, rows[i].meaning);
}

enum exit_code verb_help(const struct options *options)
{
	(void)options;
	printf("Usage: ecsprobe [OPTION]...\n"
	       "\n"
	       "Does this instance reach every AWS endpoint its ECS agent and tasks need, over "
	       "the\n"
	       "private path it should use, and if not, why?  Resolves the Regional names, "
	       "connects\n"
	       "to every address, makes a verified TLS handshake and names the cause of what "
	       "fails.\n");
	print_options();
	print_formats();
	print_exit_codes();
	return fflush(stdout) == 0 ? EXIT_HEALTHY : EXIT_OUTPUT;
}
