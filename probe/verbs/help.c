/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/render.h"
#include "ecsprobe/verbs.h"
#include "ecsprobe/wrap.h"

enum { WIDTH = 80, HELP_COLUMN = 30, FORMAT_COLUMN = 13, STATUS_COLUMN = 7, USE_COLUMN = 42 };

/* What the table keeps apart is said of every option in the same words. */
static char *help_of(const struct option_row *row)
{
	const char *fallback = row->fallback ? row->fallback : row->otherwise;

	if (row->bare)
		return xasprintf("%s (without =%s: %s)", row->help, row->argument, row->bare);
	return fallback ? xasprintf("%s (default %s)", row->help, fallback) : xstrdup(row->help);
}

/* Of --help=all, or of the first screen. */
static void print_option(const struct option_row *row, const char *help)
{
	/* A value that may be left out cannot be a word of its own. */
	static const char *const marks[] = { "", " ", "[=" };
	int mark = !row->argument ? 0 : row->bare ? 2 : 1;
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
		CLEANUP(cleanup_free) char *help = help_of(&rows[i]);

		if (i == 0 || rows[i].group != rows[i - 1].group)
			printf("\n%s\n", rows[i].group);
		print_option(&rows[i], help);
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

static void print_everything(void)
{
	print_options();
	print_formats();
	print_exit_codes();
}

/* A screen of 80 by 24, with the prompt. */
static void print_first(void)
{
	static const char *const uses[][2] = {
		{ "sudo ecsprobe", "check this instance, and its agent" },
		{ "ecsprobe --explain tcp-timeout", "explain a code or an error message" },
		{ "sudo ecsprobe --restart-agent=if-stale",
		  "restart the agent, if needed and safe" },
		{ "sudo ecsprobe --bake=final", "check an image before you make an AMI" },
	};
	size_t count;
	const struct option_row *rows = options_table(&count);

	printf("\n");
	for (size_t i = 0; i < ARRAY_SIZE(uses); i++)
		printf("  %-*s%s\n", USE_COLUMN - 2, uses[i][0], uses[i][1]);
	printf("\nOptions\n");
	for (size_t i = 0; i < count; i++)
		if (rows[i].first)
			print_option(&rows[i], rows[i].first);
	printf("\nAll options, formats and exit statuses: ecsprobe --help=all, man ecsprobe\n");
}

enum exit_code verb_help(const struct options *options)
{
	const char *which = options->verb_argument;
	struct error e = { 0 };
	char shown[64];

	if (which && strcmp(which, option_row(OPT_HELP)->argument) != 0) {
		escape_text(shown, sizeof shown, which);
		(void)error_set(&e, ERROR_USAGE, EINVAL, "--help: found '%s', expected %s", shown,
				option_row(OPT_HELP)->argument);
		return give_up(&e, false);
	}
	printf("Usage: ecsprobe [OPTION]...\n");
	wrap_print(stdout, "", 0, WIDTH,
		   "Checks whether this instance reaches every AWS endpoint that its ECS agent and "
		   "tasks need, over the private path, and names the cause of what fails.");
	if (which)
		print_everything();
	else
		print_first();
	return fflush(stdout) == 0 ? EXIT_HEALTHY : EXIT_OUTPUT;
}
