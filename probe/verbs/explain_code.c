/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/explain.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/verbs.h"
#include "ecsprobe/wrap.h"

enum { WIDTH = 80, INDENT = 2, NAME_COLUMN = 26 };

static void print_part(const char *heading, const char *text)
{
	printf("\n%s\n", heading);
	wrap_print(stdout, "  ", INDENT, WIDTH, text);
}

static void print_commands(enum code code)
{
	struct string_list commands = { 0 };

	explain_look_ups(code, &commands);
	if (commands.count)
		printf("\nLook it up in AWS\n");
	for (size_t i = 0; i < commands.count; i++)
		printf("  %s\n", commands.items[i]);
	string_list_done(&commands);
}

enum exit_code verb_explain(const struct options *options)
{
	const struct explanation *explanation;
	struct error e = { 0 };
	enum code code;
	char shown[64];

	if (!code_parse(options->verb_argument, &code)) {
		escape_text(shown, sizeof shown, options->verb_argument);
		(void)error_set(&e, ERROR_USAGE, EINVAL,
				"--explain: found '%s', expected a code; --list-codes has them all",
				shown);
		complain(&e);
		return exit_code_of_error(e.class);
	}
	explanation = explain(code);
	printf("%s: %s\n", code_name(code), explanation->meaning);
	print_part("How it looks to the agent, dockerd or a task", explanation->looks);
	print_part("What to check", explanation->check);
	print_commands(code);
	print_part("Read", explanation->page);
	return fflush(stdout) == 0 ? EXIT_HEALTHY : EXIT_OUTPUT;
}

enum exit_code verb_list_codes(const struct options *options)
{
	(void)options;
	for (int code = CODE_NONE + 1; code < CODE_COUNT; code++)
		printf("%-*s %s\n", NAME_COLUMN, code_name((enum code)code),
		       explain((enum code)code)->meaning);
	return fflush(stdout) == 0 ? EXIT_HEALTHY : EXIT_OUTPUT;
}
