/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/suggest.h"
#include "ecsprobe/text.h"
#include "option_conflicts.h"
#include "option_sources.h"

enum {
	LONG_OPTION_BASE = 256, /* getopt's value of row i is LONG_OPTION_BASE + i */
	SHOWN_BYTES = 80,
};

static int apply(struct options *options, enum option_id id, const char *text, struct error *e)
{
	const struct option_row *row = option_row(id);
	char expected[OPTION_EXPECTED_BYTES];
	char shown[SHOWN_BYTES];

	if (row->kind == OPTION_VERB && text && !*text)
		return error_set(e, ERROR_USAGE, EINVAL, "--%s: found '', expected %s", row->name,
				 row->argument);
	if (row->kind == OPTION_VERB) {
		options->verb = (enum verb)row->value;
		free(options->verb_argument);
		options->verb_argument = text ? xstrdup(text) : NULL;
		return 0;
	}
	if (option_set(options, id, OPTION_FROM_COMMAND_LINE, 0, text, expected))
		return 0;
	escape_setting(shown, sizeof shown, text);
	return error_set(e, ERROR_USAGE, EINVAL, "--%s: found '%s', expected %s", row->name, shown,
			 expected);
}

/* The table's own, before anything else. */
static void apply_fallbacks(struct options *o)
{
	char expected[OPTION_EXPECTED_BYTES];

	for (enum option_id id = 0; id < OPT_COUNT; id++)
		if (option_row(id)->fallback)
			(void)option_set(o, id, OPTION_FROM_DEFAULT, 0, option_row(id)->fallback,
					 expected);
}

/* What depends on another option. */
static void complete(struct options *o)
{
	if (o->dns_timeout_us == 0)
		o->dns_timeout_us = o->timeout_us * 3 / 10;
	if (o->connect_timeout_us == 0)
		o->connect_timeout_us = o->timeout_us * 3 / 10;
	if (o->tls_timeout_us == 0)
		o->tls_timeout_us = o->timeout_us * 3 / 10;
}

/* given: a row that was used and makes sense beside another option only. */
static int check_beside(const struct option_row *given, bool other_given, const char *other,
			struct error *e)
{
	if (!given || other_given)
		return 0;
	return error_set(e, ERROR_USAGE, EINVAL, "--%s works only together with %s", given->name,
			 other);
}

/* getopt's two views of the table, built from it. */
struct getopt_view {
	struct option *longs;
	char *shorts;
};

static int argument_of(const struct option_row *row)
{
	bool may_be_bare = row->bare || row->kind == OPTION_FLAG || row->kind == OPTION_COUNT;

	if (row->kind == OPTION_VERB && !row->argument)
		return no_argument;
	return may_be_bare ? optional_argument : required_argument;
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
		/* "-vv" is two of them, not one with a value; so is a letter whose value may
		 * be left out. */
		if (rows[i].argument && argument_of(&rows[i]) == required_argument)
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

/* What is right for "--option"; owned by the caller, NULL: nothing is known. */
static char *advice_for(const char *option)
{
	/* Options of other programs.  Each has one spelling here, as settings have. */
	static const struct {
		const char *option, *ours;
	} others[] = { { "--json", "-o json" },       { "--html", "-o html" },
		       { "--format", "-o FORMAT" },   { "--silent", "-q" },
		       { "--debug", "-vv" },          { "--usage", "--help" },
		       { "--log-level", "-v or -vv" } };
	CLEANUP(text_done) struct text words = { 0 };
	char *near;

	for (size_t i = 0; i < ARRAY_SIZE(others); i++)
		if (strcmp(others[i].option, option) == 0)
			return xasprintf("; use %s", others[i].ours);
	for (enum option_id id = 0; id < OPT_COUNT; id++)
		text_join(&words, " ", "%s", option_row(id)->name);
	near = suggest(option + strspn(option, "-"), "--", text_of(&words));
	if (*near)
		return near;
	free(near);
	return NULL;
}

static int complain(int result, const struct option_row *row, char **argv, struct error *e)
{
	CLEANUP(cleanup_free) char *advice = NULL;
	char shown[SHOWN_BYTES];

	if (result == ':' && row)
		return error_set(e, ERROR_USAGE, EINVAL, "--%s: found no value, expected %s",
				 row->name, row->argument);
	/* getopt steps over a bad long option but stays on a bundle of letters. */
	if (row && !row->argument)
		return error_set(e, ERROR_USAGE, EINVAL, "--%s: found a value, expected none",
				 row->name);
	if (optopt) {
		(void)snprintf(shown, sizeof shown, "-%c", isprint(optopt) ? optopt : '?');
	} else {
		escape_bytes(shown, sizeof shown, argv[optind - 1], strcspn(argv[optind - 1], "="));
		advice = advice_for(shown);
	}
	return error_set(e, ERROR_USAGE, EINVAL, "unknown option '%s'%s", shown,
			 advice ? advice : "; see --help");
}

static int parse_all(struct options *options, int argc, char **argv, const struct option_row *rows,
		     size_t count, const struct getopt_view *view, struct error *e)
{
	const struct option_row *with_restart = NULL;
	const struct option_row *with_bake = NULL;
	bool or_check_config;
	char shown[SHOWN_BYTES];
	int value;
	int r;

	optind = 0; /* a fresh start, also for the second call in one process */
	opterr = 0;
	while ((value = getopt_long(argc, argv, view->shorts, view->longs, NULL)) != -1) {
		bool bad = value == '?' || value == ':';
		const struct option_row *row = row_of(rows, count, bad ? optopt : value);

		r = bad ? complain(value, row, argv, e)
			: apply(options, (enum option_id)(row - rows), optarg, e);
		if (r < 0)
			return r;
		if (row->with_restart && !with_restart)
			with_restart = row;
		/* The one that wants more decides. */
		if (row->with_bake && (!with_bake || with_bake->with_check_config))
			with_bake = row;
	}
	/* getopt takes an argument that may be missing only behind a '='. */
	if (optind + 1 == argc && options->verb == VERB_CHECK_CONFIG && !options->verb_argument &&
	    apply(options, OPT_CHECK_CONFIG, argv[optind++], e) < 0)
		return -EINVAL;
	if (optind < argc) {
		escape_setting(shown, sizeof shown, argv[optind]);
		return error_set(e, ERROR_USAGE, EINVAL,
				 "found '%s', expected only options, which begin with '-'; see "
				 "--help",
				 shown);
	}
	or_check_config = with_bake && with_bake->with_check_config;
	r = check_beside(with_restart, options->restart != RESTART_NEVER, "--restart-agent", e);
	return r < 0 ? r
		     : check_beside(with_bake,
				    options->bake != BAKE_NO ||
					    (or_check_config && options->verb == VERB_CHECK_CONFIG),
				    or_check_config ? "--bake or --check-config" : "--bake", e);
}

/* Goes over argv for one thing only; what is wrong there is told later. */
bool options_need_settings(int argc, char **argv, char *const *environment, const char **file,
			   bool *named)
{
	size_t count;
	const struct option_row *rows = options_table(&count);
	struct getopt_view view = make_view(rows, count);
	enum verb verb = VERB_PROBE;
	int value;

	*file = settings_variable(environment, OPT_CONFIG);
	optind = 0;
	opterr = 0;
	while ((value = getopt_long(argc, argv, view.shorts, view.longs, NULL)) != -1) {
		bool known = value != '?' && value != ':';
		const struct option_row *row = known ? row_of(rows, count, value) : NULL;

		if (row && row->kind == OPTION_VERB)
			verb = (enum verb)row->value;
		else if (row == option_row(OPT_CONFIG))
			*file = optarg;
	}
	free(view.longs);
	free(view.shorts);
	*named = *file && **file;
	if (!*named)
		*file = options_usual_file;
	return verb == VERB_PROBE || verb == VERB_LIST || verb == VERB_SHOW_CONFIG;
}

/* A list is displaced as a whole: one -o, and the variable does not count. */
bool options_want_on_stdout(int argc, char **argv, char *const *environment, const char *format)
{
	size_t count;
	const struct option_row *rows = options_table(&count);
	struct getopt_view view = make_view(rows, count);
	const char *variable = settings_variable(environment, OPT_OUTPUT);
	bool given = false, wanted = false;
	int value;

	optind = 0;
	opterr = 0;
	while ((value = getopt_long(argc, argv, view.shorts, view.longs, NULL)) != -1) {
		bool known = value != '?' && value != ':';

		if (known && row_of(rows, count, value)->kind == OPTION_OUTPUT) {
			given = true;
			wanted = wanted || strcmp(optarg, format) == 0;
		}
	}
	free(view.longs);
	free(view.shorts);
	return given ? wanted : variable && strcmp(variable, format) == 0;
}

static void begin(struct options *options)
{
	*options = (struct options){ .verb = VERB_PROBE };
	options->origins = xcalloc(OPT_COUNT, sizeof *options->origins);
	apply_fallbacks(options);
}

/* What argv says on top of what the settings said. */
static int read_argv(struct options *options, int argc, char **argv, struct error *e)
{
	size_t count;
	const struct option_row *rows = options_table(&count);
	struct getopt_view view = make_view(rows, count);
	int r = parse_all(options, argc, argv, rows, count, &view, e);

	free(view.longs);
	free(view.shorts);
	complete(options);
	return r;
}

int options_parse(struct options *options, int argc, char **argv,
		  const struct settings_input *settings, struct error *e)
{
	int r = 0;

	begin(options);
	if (settings)
		r = settings_apply(options, settings, e);
	if (r == 0)
		r = read_argv(options, argc, argv, e);
	if (r == 0)
		r = options_reconcile(options, e);
	if (r < 0)
		options_done(options);
	return r;
}

/* Not reconciled: a value of argv may be right beside one of the settings alone. */
bool options_salvage(struct options *options, int argc, char **argv,
		     const struct settings_input *settings)
{
	int r;

	begin(options);
	settings_apply_outputs(options, settings);
	r = read_argv(options, argc, argv, NULL);
	options_hush(options);
	if (r < 0)
		options_done(options);
	return r == 0;
}

void options_done(struct options *o)
{
	for (enum option_id id = 0; id < OPT_COUNT; id++) {
		option_value_reset(option_row(id), (char *)o + option_row(id)->offset);
		if (!o->origins)
			continue;
		free(o->origins[id].text);
		free(o->origins[id].lines);
	}
	free(o->origins);
	free(o->settings_file);
	free(o->verb_argument);
	string_list_done(&o->unknown_variables);
	*o = (struct options){ 0 };
}
