/* SPDX-License-Identifier: Apache-2.0 */
#include "outputs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/render.h"
#include "ecsprobe/suggest.h"
#include "ecsprobe/text.h"
#include "ecsprobe/verbs.h"
#include "on_change.h"

enum { DEFAULT_WIDTH = 80, MIN_WIDTH = 60, MAX_WIDTH = 200 };

void complain(const struct error *e)
{
	(void)fprintf(stderr, "ecsprobe: %s\n", e->text);
}

static const char nagios[] = "nagios";
static const char brief[] = "brief";

enum exit_code give_up(const struct error *e, bool for_nagios)
{
	complain(e);
	if (!for_nagios)
		return exit_code_of_error(e->class);
	/* The daemon shows what is on stdout only. */
	nagios_refusal(stdout, e->text);
	return EXIT_NAGIOS_UNKNOWN;
}

bool outputs_for_nagios(const struct options *options)
{
	for (size_t i = 0; i < options->outputs.count; i++)
		if (!options->outputs.items[i].file &&
		    strcmp(options->outputs.items[i].format, nagios) == 0)
			return true;
	return false;
}

/* A person has the text of the report before them. */
static bool shows_text(const struct options *options)
{
	if (!isatty(STDOUT_FILENO) || !isatty(STDERR_FILENO))
		return false;
	for (size_t i = 0; i < options->outputs.count; i++)
		if (!options->outputs.items[i].file &&
		    strcmp(options->outputs.items[i].format, "text") == 0)
			return true;
	return false;
}

void outputs_complain(const struct options *options, const struct report *report,
		      const struct error *e)
{
	if (shows_text(options))
		for (size_t i = 0; i < report->findings.count; i++)
			if (strcmp(report->findings.items[i].message, e->text) == 0)
				return;
	complain(e);
}

static bool is_format(const struct renderer *renderer, bool plan)
{
	return renderer && (!plan || renderer->plan);
}

int outputs_check(const struct options *options, bool plan, struct error *e)
{
	size_t count;
	const struct renderer *rows = renderer_table(&count);

	for (size_t i = 0; i < options->outputs.count; i++) {
		const char *format = options->outputs.items[i].format;
		char shown[64];
		CLEANUP(text_done) struct text known = { 0 };
		CLEANUP(cleanup_free) char *place = NULL;
		CLEANUP(cleanup_free) char *near = NULL;

		if (is_format(renderer_find(format), plan))
			continue;
		for (size_t r = 0; r < count; r++)
			if (is_format(&rows[r], plan))
				text_join(&known, ", ", "%s", rows[r].format);
		escape_text(shown, sizeof shown, format);
		place = options_place(options, OPT_OUTPUT, format);
		near = suggest(format, "", text_of(&known));
		return error_set(e, options_blame(options, OPT_OUTPUT), EINVAL,
				 "%s: found format '%s', expected one of %s%s%s", place, shown,
				 text_of(&known), plan ? " with --list" : "", near);
	}
	return 0;
}

static bool wants_color(const struct options *options, bool terminal)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (options->color != COLOR_AUTO)
		return options->color == COLOR_ALWAYS;
	return terminal && !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0);
}

/* As a program's locale would be chosen. */
static bool speaks_utf8(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_CTYPE", "LANG" };

	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		const char *locale = getenv(variables[i]);

		if (locale && *locale)
			return strcasestr(locale, "UTF-8") || strcasestr(locale, "utf8");
	}
	return false;
}

static struct render_style style_for(const struct options *options, const char *file)
{
	struct render_style style = { .width = DEFAULT_WIDTH,
				      .verbose = options->verbose,
				      .waterfall = options->waterfall };
	bool terminal = !file && isatty(STDOUT_FILENO);
	const char *term = getenv("TERM");
	struct winsize size;

	style.color = wants_color(options, terminal);
	style.utf8 = terminal && !(term && strcmp(term, "dumb") == 0) && speaks_utf8();
	if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		style.width = size.ws_col;
	if (style.width < MIN_WIDTH)
		style.width = MIN_WIDTH;
	if (style.width > MAX_WIDTH)
		style.width = MAX_WIDTH;
	return style;
}

/* What is to be rendered: a report, or a plan alone. */
struct document {
	const struct report *report;
	const struct plan *plan;
	const struct identity *identity;
	bool held_back; /* nothing of it is news: --on-change */
};

static int render(FILE *out, const struct renderer *renderer, const struct document *document,
		  const struct render_style *style)
{
	if (document->report)
		return renderer->report(out, document->report, style);
	return renderer->plan(out, document->plan, document->identity, style);
}

/* Rendered into memory first: a file is replaced by a whole text or not. */
static int write_one(const struct options *options, const char *format, const char *file,
		     const struct document *document, struct error *e)
{
	const struct renderer *renderer = renderer_find(format);
	struct render_style style = style_for(options, file);
	CLEANUP(text_done) struct text text = { 0 };
	FILE *out = text_stream(&text);
	int r;

	if (!renderer || !out) {
		if (out)
			(void)fclose(out);
		return error_set(e, ERROR_INTERNAL, ENOMEM, "cannot render %s", format);
	}
	r = render(out, renderer, document, &style);
	if (fclose(out) != 0 && r == 0)
		r = -errno;
	if (r < 0)
		r = error_set(e, ERROR_INTERNAL, -r, "cannot render %s: %s", format, strerror(-r));
	else if (file)
		r = output_write_file(file, text_of(&text), text.len, e);
	else
		r = output_write_fd(STDOUT_FILENO, text_of(&text), text.len, e);
	return r;
}

/* A pipe, a terminal or a device may make us wait for somebody. */
static bool may_wait(const struct output_option *output)
{
	return !output->file || !output_replaces(output->file);
}

static enum exit_code write_some(const struct options *options, const struct document *document,
				 bool waiting_ones)
{
	enum exit_code code = EXIT_HEALTHY;
	struct error e = { 0 };

	for (size_t i = 0; i < options->outputs.count; i++) {
		const struct output_option *output = &options->outputs.items[i];

		if (document->held_back && strcmp(output->format, brief) == 0)
			continue;
		/* One that the settings misspell is told already: outputs_check(). */
		if (may_wait(output) != waiting_ones || !renderer_find(output->format) ||
		    write_one(options, output->format, output->file, document, &e) == 0)
			continue;
		complain(&e);
		code = exit_code_worse(code, exit_code_of_error(e.class));
	}
	return code;
}

static bool any_may_wait(const struct options *options)
{
	for (size_t i = 0; i < options->outputs.count; i++)
		if (may_wait(&options->outputs.items[i]))
			return true;
	return false;
}

static enum exit_code write_all_outputs(const struct options *options,
					const struct document *document,
					void (*may_block)(bool begins))
{
	enum exit_code code = write_some(options, document, false);

	if (!any_may_wait(options))
		return code;
	if (may_block)
		may_block(true);
	code = exit_code_worse(code, write_some(options, document, true));
	if (may_block)
		may_block(false);
	return code;
}

enum exit_code outputs_write_report(const struct options *options, const struct report *report,
				    void (*may_block)(bool begins))
{
	struct document document = { .report = report };
	enum exit_code code;
	struct said now;
	struct error e = { 0 };

	if (!options->on_change)
		return write_all_outputs(options, &document, may_block);
	document.held_back = !on_change_look(options->on_change, report, &now);
	code = write_all_outputs(options, &document, may_block);
	/* What could not be written was not told. */
	if (document.held_back || code != EXIT_HEALTHY ||
	    on_change_keep(options->on_change, &now, &e) == 0)
		return code;
	complain(&e);
	return exit_code_worse(code, exit_code_of_error(e.class));
}

void outputs_keep_report(const struct options *options, const struct report *report)
{
	const struct document document = { .report = report, .held_back = options->on_change };
	struct error e = { 0 };

	for (size_t i = 0; i < options->outputs.count; i++) {
		const struct output_option *output = &options->outputs.items[i];

		if (!may_wait(output))
			(void)write_one(options, output->format, output->file, &document, &e);
	}
}

enum exit_code outputs_write_plan(const struct options *options, const struct plan *plan,
				  const struct identity *identity)
{
	return write_all_outputs(options, &(struct document){ .plan = plan, .identity = identity },
				 NULL);
}
