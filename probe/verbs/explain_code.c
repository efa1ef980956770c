/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/agent.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/explain.h"
#include "ecsprobe/suggest.h"
#include "ecsprobe/text.h"
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
		printf("\nLook it up in AWS, from your own computer\n");
	for (size_t i = 0; i < commands.count; i++)
		printf("  %s\n", commands.items[i]);
	string_list_done(&commands);
}

static void print_code(enum code code)
{
	const struct explanation *explanation = explain(code);
	char address[PAGE_ADDRESS_BYTES];

	printf("%s: %s\n", code_name(code), explanation->meaning);
	print_part("How it looks to the agent, dockerd or a task", explanation->looks);
	print_part("What to check", explanation->check);
	print_commands(code);
	print_part("Read", explanation->page);
	for (size_t at = 0; explanation_address(explanation, &at, address);)
		printf("  %s\n", address);
}

static void print_line(enum code code)
{
	printf("%-*s %s\n", NAME_COLUMN, code_name(code), explain(code)->meaning);
}

/* What the agent means by it where it logs that. */
static bool print_cause(const char *message)
{
	const struct log_cause_text text = explain_log_cause(agent_log_cause(message));

	if (!text.words)
		return false;
	printf("In the agent's log: %s\n", text.words);
	if (text.hint)
		wrap_print(stdout, "  ", INDENT, WIDTH, text.hint);
	return true;
}

/* Which codes a message may belong to, the best fit first. */
static bool print_fitting(const char *message)
{
	bool any = print_cause(message);
	bool first = true;

	for (int fit = FIT_BEST; fit > FIT_NONE; fit--) {
		for (int i = CODE_NONE + 1; i < CODE_COUNT; i++) {
			if ((int)explanation_fit(explain((enum code)i), message) != fit)
				continue;
			if (first)
				printf("%sCodes that may look like this, for --explain CODE:\n\n",
				       any ? "\n" : "");
			print_line((enum code)i);
			first = false;
		}
	}
	return any || !first;
}

static void refuse(const char *text, struct error *e)
{
	CLEANUP(text_done) struct text codes = { 0 };
	CLEANUP(cleanup_free) char *near = NULL;
	char shown[64];

	for (int i = CODE_NONE + 1; i < CODE_COUNT; i++)
		text_join(&codes, " ", "%s", code_name((enum code)i));
	near = suggest(text, "", text_of(&codes));
	escape_text(shown, sizeof shown, text);
	(void)error_set(
		e, ERROR_USAGE, EINVAL,
		"--explain: found '%s', expected a code of --list-codes or words of an error "
		"message%s",
		shown, near);
}

enum exit_code verb_explain(const struct options *options)
{
	const char *text = options->verb_argument;
	struct error e = { 0 };
	enum code code;

	if (code_parse(text, &code)) {
		print_code(code);
	} else if (!print_fitting(text)) {
		refuse(text, &e);
		return give_up(&e, false);
	}
	return fflush(stdout) == 0 ? EXIT_HEALTHY : EXIT_OUTPUT;
}

enum exit_code verb_list_codes(const struct options *options)
{
	(void)options;
	for (int code = CODE_NONE + 1; code < CODE_COUNT; code++)
		print_line((enum code)code);
	return fflush(stdout) == 0 ? EXIT_HEALTHY : EXIT_OUTPUT;
}
