/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/escape.h"
#include "option_values.h"

enum {
	LONG_OPTION_BASE = 256, /* getopt's value of row i is LONG_OPTION_BASE + i */
	SHOWN_BYTES = 80,
};

static const uint64_t default_timeout_us = 10 * 1000000ULL;
static const uint64_t default_cool_down_us = 600 * 1000000ULL;

static int apply(struct options *options, const struct option_row *row, const char *text,
		 struct error *e)
{
	char expected[OPTION_EXPECTED_BYTES];
	char shown[SHOWN_BYTES];

	if (row->kind == OPTION_VERB) {
		options->verb = (enum verb)row->value;
		free(options->verb_argument);
		options->verb_argument = text ? xstrdup(text) : NULL;
		return 0;
	}
	if (!text && row->bare)
		text = row->bare;
	if (option_value_parse(row, (char *)options + row->offset, text, expected))
		return 0;
	escape_text(shown, sizeof shown, text);
	return error_set(e, ERROR_USAGE, EINVAL, "--%s: found '%s', expected %s", row->name, shown,
			 expected);
}

/* What is wrong with the combination, not with one value. */
static int check_together(const struct options *o, struct error *e)
{
	const struct {
		const char *name;
		uint64_t us;
	} stages[] = {
		{ "dns-timeout", o->dns_timeout_us },
		{ "connect-timeout", o->connect_timeout_us },
		{ "tls-timeout", o->tls_timeout_us },
	};
	char shown[SHOWN_BYTES];

	if (o->ca_file && o->ca_dir)
		return error_set(e, ERROR_USAGE, EINVAL,
				 "--ca-file and --ca-dir: found both, expected one trust store");
	for (size_t i = 0; i < ARRAY_SIZE(stages); i++)
		if (stages[i].us > o->timeout_us)
			return error_set(
				e, ERROR_USAGE, EINVAL,
				"--%s: found %.3f s, expected at most the --timeout of %.3f s",
				stages[i].name, (double)stages[i].us / 1e6,
				(double)o->timeout_us / 1e6);
	for (size_t i = 0; i < o->require.count; i++) {
		if (!string_list_has(&o->optional, o->require.items[i]))
			continue;
		escape_text(shown, sizeof shown, o->require.items[i]);
		return error_set(e, ERROR_USAGE, EINVAL,
				 "--require and --optional: found '%s' in both, expected it in one",
				 shown);
	}
	return 0;
}

static void apply_defaults(struct options *o)
{
	if (o->timeout_us == 0)
		o->timeout_us = default_timeout_us;
	if (o->dns_timeout_us == 0)
		o->dns_timeout_us = o->timeout_us * 3 / 10;
	if (o->connect_timeout_us == 0)
		o->connect_timeout_us = o->timeout_us * 3 / 10;
	if (o->tls_timeout_us == 0)
		o->tls_timeout_us = o->timeout_us * 3 / 10;
}

/* given: a row that was used and makes sense beside --restart-agent only. */
static int check_restart(const struct options *o, const struct option_row *given, struct error *e)
{
	if (!given || o->restart != RESTART_NEVER)
		return 0;
	return error_set(e, ERROR_USAGE, EINVAL,
			 "--%s: found without --restart-agent, expected both or neither",
			 given->name);
}

/* getopt's two views of the table, built from it. */
struct getopt_view {
	struct option *longs;
	char *shorts;
};

static int argument_of(const struct option_row *row)
{
	if (!row->argument)
		return no_argument;
	return row->bare ? optional_argument : required_argument;
}

/* That getopt's constants are the numbers of its colons. */
_Static_assert(no_argument == 0 && required_argument == 1 && optional_argument == 2,
	       "a colon each");

static struct getopt_view make_view(const struct option_row *rows, size_t count)
{
	struct getopt_view view = {
		.longs = xcalloc(count + 1, sizeof *view.longs),
		.shorts = xcalloc(3 * count + 2, 1),
	};
	size_t used = 0;

	view.shorts[used++] = ':';
	for (size_t i = 0; i < count; i++) {
		view.longs[i] = (struct option){
			.name = rows[i].name,
			.has_arg = argument_of(&rows[i]),
			.val = (int)(LONG_OPTION_BASE + i),
		};
		if (!rows[i].letter)
			continue;
		view.shorts[used++] = rows[i].letter;
		for (int colons = argument_of(&rows[i]); colons > 0; colons--)
			view.shorts[used++] = ':';
	}
	return view;
}

static const struct option_row *row_of(const struct option_row *rows, size_t count, int value)
{
	if (value >= LONG_OPTION_BASE && (size_t)(value - LONG_OPTION_BASE) < count)
		return &rows[value - LONG_OPTION_BASE];
	for (size_t i = 0; i < count; i++)
		if (rows[i].letter && rows[i].letter == value)
			return &rows[i];
	return NULL;
}

static int complain(int result, const struct option_row *row, char **argv, struct error *e)
{
	char shown[SHOWN_BYTES];

	if (result == ':' && row)
		return error_set(e, ERROR_USAGE, EINVAL, "--%s: no value found, expected %s",
				 row->name, row->argument);
	/* getopt steps over a bad long option but stays on a bundle of letters. */
	if (row && !row->argument)
		return error_set(e, ERROR_USAGE, EINVAL, "--%s: takes no value", row->name);
	if (optopt)
		(void)snprintf(shown, sizeof shown, "-%c", isprint(optopt) ? optopt : '?');
	else
		escape_text(shown, sizeof shown, argv[optind - 1]);
	return error_set(e, ERROR_USAGE, EINVAL, "unknown option '%s'; see --help", shown);
}

static int parse_all(struct options *options, int argc, char **argv, const struct option_row *rows,
		     size_t count, const struct getopt_view *view, struct error *e)
{
	const struct option_row *with_restart = NULL;
	char shown[SHOWN_BYTES];
	int value;

	optind = 0; /* a fresh start, also for the second call in one process */
	opterr = 0;
	while ((value = getopt_long(argc, argv, view->shorts, view->longs, NULL)) != -1) {
		bool bad = value == '?' || value == ':';
		const struct option_row *row = row_of(rows, count, bad ? optopt : value);
		int r = bad ? complain(value, row, argv, e) : apply(options, row, optarg, e);

		if (r < 0)
			return r;
		if (row->with_restart && !with_restart)
			with_restart = row;
	}
	if (optind < argc) {
		escape_text(shown, sizeof shown, argv[optind]);
		return error_set(e, ERROR_USAGE, EINVAL,
				 "found '%s', expected options only; see --help", shown);
	}
	return check_restart(options, with_restart, e);
}

int options_parse(struct options *options, int argc, char **argv, struct error *e)
{
	size_t count;
	const struct option_row *rows = options_table(&count);
	struct getopt_view view = make_view(rows, count);
	int r;

	/* Not among the other defaults, as a 0 that was given must stay one. */
	*options = (struct options){ .verb = VERB_PROBE, .cool_down_us = default_cool_down_us };
	r = parse_all(options, argc, argv, rows, count, &view, e);
	if (r == 0) {
		apply_defaults(options);
		r = check_together(options, e);
	}
	if (r < 0)
		options_done(options);
	free(view.longs);
	free(view.shorts);
	return r;
}

void options_done(struct options *o)
{
	free(o->verb_argument);
	free(o->region);
	free(o->account);
	free(o->imds_endpoint);
	free(o->vpc_cidrs.items);
	free(o->allow_cidrs.items);
	free(o->ca_file);
	free(o->ca_dir);
	string_list_done(&o->profiles);
	string_list_done(&o->services);
	string_list_done(&o->skip);
	string_list_done(&o->require);
	string_list_done(&o->optional);
	for (size_t i = 0; i < o->hosts.count; i++)
		free(o->hosts.items[i].name);
	free(o->hosts.items);
	for (size_t i = 0; i < o->outputs.count; i++) {
		free(o->outputs.items[i].format);
		free(o->outputs.items[i].file);
	}
	free(o->outputs.items);
	*o = (struct options){ 0 };
}
