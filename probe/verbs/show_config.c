/* SPDX-License-Identifier: Apache-2.0 */
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/options.h"
#include "ecsprobe/verbs.h"

static void print_origin(const struct options *options, const struct option_origin *origin)
{
	switch (origin->source) {
	case OPTION_FROM_DEFAULT:
		printf("# default\n");
		break;
	case OPTION_FROM_FILE:
		printf("# %s:%u", options->settings_file, origin->lines[0]);
		for (size_t i = 1; i < origin->line_count; i++)
			printf(", %u", origin->lines[i]);
		printf("\n");
		break;
	case OPTION_FROM_ENVIRONMENT:
		printf("# the environment\n");
		break;
	case OPTION_FROM_COMMAND_LINE:
		printf("# the command line\n");
		break;
	}
}

/* A line for each, as the file has them; none is cut. */
static void print_values(const char *name, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		size_t size = 4 * len + 1;
		CLEANUP(cleanup_free) char *value = xasprintf("%.*s", (int)len, text);
		CLEANUP(cleanup_free) char *shown = xcalloc(size, 1);

		hide_login(value);
		escape_text(shown, size, value);
		printf("%s = %s\n", name, shown);
		text += len + (text[len] == '\n');
	}
}

/* A settings file of what is in effect now; what is not set is a comment. */
enum exit_code verb_show_config(const struct options *options)
{
	size_t count;
	const struct option_row *rows = options_table(&count);

	printf("# Copy into %s what should always apply on this host.\n", options->settings_file);
	for (size_t i = 0; i < count; i++) {
		const struct option_origin *origin = &options->origins[i];

		if (rows[i].kind == OPTION_VERB || rows[i].command_line_only ||
		    rows[i].offset == offsetof(struct options, config))
			continue;
		if (!origin->text) {
			printf("# %s is not set\n", rows[i].name);
			continue;
		}
		print_origin(options, origin);
		print_values(rows[i].name, origin->text);
	}
	return fflush(stdout) == 0 ? EXIT_HEALTHY : EXIT_OUTPUT;
}
