/* SPDX-License-Identifier: Apache-2.0 */
#include "option_conflicts.h"

#include <errno.h>
#include <string.h>

#include "ecsprobe/escape.h"
#include "ecsprobe/text.h"

enum { SHOWN_BYTES = 80 };

static const char all_services[] = "all";

/* A list is displaced as a whole, so all its names have one source. */
struct side {
	enum option_id option;
	struct string_list *list;
	enum option_source source;
};

static struct side side_of(struct options *o, enum option_id option, struct string_list *list)
{
	return (struct side){ option, list, o->origins[option].source };
}

static void drop(struct string_list *list, size_t index)
{
	free(list->items[index]);
	list->count--;
	memmove(&list->items[index], &list->items[index + 1],
		(list->count - index) * sizeof *list->items);
}

static void drop_name(struct string_list *list, const char *name)
{
	for (size_t i = list->count; i > 0; i--)
		if (strcmp(list->items[i - 1], name) == 0)
			drop(list, i - 1);
}

/* "all" of the stronger source leaves nothing of the weaker one's exceptions. */
static void displace_all(const struct side *a, const struct side *b)
{
	if (a->source > b->source && string_list_has(a->list, all_services))
		string_list_done(b->list);
}

static int refuse_name(const struct options *o, enum option_id a, enum option_id b,
		       const char *name, struct error *e)
{
	CLEANUP(cleanup_free) char *one = options_place(o, a, name);
	CLEANUP(cleanup_free) char *other = options_place(o, b, name);
	char shown[SHOWN_BYTES];

	escape_text(shown, sizeof shown, name);
	return error_set(e, options_blame(o, a), EINVAL,
			 "%s and %s: found '%s' in both, expected it in one of them", one, other,
			 shown);
}

static int settle(const struct options *o, const struct side *a, const struct side *b,
		  bool may_be_both, struct error *e)
{
	for (size_t i = a->list->count; i > 0; i--) {
		const char *name = a->list->items[i - 1];

		if (!string_list_has(b->list, name))
			continue;
		if (a->source == b->source && !may_be_both)
			return refuse_name(o, a->option, b->option, name, e);
		if (a->source > b->source)
			drop_name(b->list, name);
		else if (a->source < b->source)
			drop(a->list, i - 1);
	}
	return 0;
}

static int settle_lists(struct options *o, struct error *e)
{
	const struct side require = side_of(o, OPT_REQUIRE, &o->require);
	const struct side optional = side_of(o, OPT_OPTIONAL, &o->optional);
	const struct side skip = side_of(o, OPT_SKIP, &o->skip);
	const struct side service = side_of(o, OPT_SERVICE, &o->services);
	int r;

	displace_all(&require, &optional);
	displace_all(&optional, &require);
	r = settle(o, &require, &optional, false, e);
	if (r == 0)
		r = settle(o, &require, &skip, false, e);
	/* To take one out of a list that was given is no contradiction. */
	if (r == 0)
		r = settle(o, &service, &skip, true, e);
	return r;
}

/* A stage's budget of a weaker source gives way to a shorter run. */
static int settle_budget(struct options *o, enum option_id stage, uint64_t *us, struct error *e)
{
	CLEANUP(cleanup_free) char *place = NULL;

	if (*us <= o->timeout_us)
		return 0;
	if (o->origins[stage].source < o->origins[OPT_TIMEOUT].source) {
		*us = o->timeout_us;
		return 0;
	}
	place = options_place(o, stage, NULL);
	return error_set(e, options_blame(o, stage), EINVAL,
			 "%s: found %.3f s, expected at most the --timeout of %.3f s", place,
			 (double)*us / 1e6, (double)o->timeout_us / 1e6);
}

/* Of two sources the stronger one is meant. */
static int refuse_both(const struct options *o, enum option_id a, enum option_id b, const char *why,
		       struct error *e)
{
	CLEANUP(cleanup_free) char *one = options_place(o, a, NULL);
	CLEANUP(cleanup_free) char *other = options_place(o, b, NULL);

	if (o->origins[a].source != o->origins[b].source)
		return 0;
	return error_set(e, options_blame(o, a), EINVAL, "found %s and %s, expected one of them%s",
			 one, other, why);
}

static int refuse_selections(const struct options *o, struct error *e)
{
	/* One of them would be ignored. */
	static const char why[] = ": a list of services replaces all profiles";
	int r = 0;

	if (!o->services.count)
		return 0;
	if (o->origins[OPT_PROFILE].text)
		r = refuse_both(o, OPT_SERVICE, OPT_PROFILE, why, e);
	if (r == 0 && o->all_profiles)
		r = refuse_both(o, OPT_SERVICE, OPT_ALL_PROFILES, why, e);
	return r;
}

void options_hush(struct options *o)
{
	size_t kept = 0;

	/* What is asked for by a stronger source is wanted. */
	if (!o->quiet || o->origins[OPT_OUTPUT].source > o->origins[OPT_QUIET].source)
		return;
	for (size_t i = 0; i < o->outputs.count; i++) {
		struct output_option *output = &o->outputs.items[i];

		if (output->file)
			o->outputs.items[kept++] = *output;
		else
			free(output->format);
	}
	o->outputs.count = kept;
}

static int refuse_quiet(const struct options *o, struct error *e)
{
	for (size_t i = 0; o->quiet && i < o->outputs.count; i++)
		if (!o->outputs.items[i].file)
			return refuse_both(o, OPT_QUIET, OPT_OUTPUT,
					   ", or --output FORMAT=FILE: --quiet leaves stdout empty",
					   e);
	return 0;
}

/* A saved report is shown as it is: an option that a run would obey must not seem to filter it. */
static int refuse_beside_read(const struct options *o, struct error *e)
{
	const char *report = option_row(OPT_OUTPUT)->group;

	for (enum option_id id = 0; o->verb == VERB_READ && id < OPT_COUNT; id++) {
		const struct option_row *row = option_row(id);
		bool shows = row->group == report && id != OPT_ON_CHANGE && id != OPT_TIMING;

		if (o->origins[id].source == OPTION_FROM_COMMAND_LINE && !shows)
			return error_set(
				e, ERROR_USAGE, EINVAL,
				"--%s does not work with --read, which shows a saved report as it is",
				row->name);
	}
	return 0;
}

int options_reconcile(struct options *o, struct error *e)
{
	int r = refuse_beside_read(o, e);

	if (r == 0)
		r = settle_budget(o, OPT_DNS_TIMEOUT, &o->dns_timeout_us, e);

	if (r == 0)
		r = settle_budget(o, OPT_CONNECT_TIMEOUT, &o->connect_timeout_us, e);
	if (r == 0)
		r = settle_budget(o, OPT_TLS_TIMEOUT, &o->tls_timeout_us, e);
	if (r == 0 && o->bake != BAKE_NO && o->restart != RESTART_NEVER)
		r = refuse_both(o, OPT_BAKE, OPT_RESTART_AGENT, "", e);
	/* In a file of settings it is meant for the instances that are made of the image. */
	if (r == 0 && o->bake != BAKE_NO && o->api &&
	    o->origins[OPT_API].source == OPTION_FROM_COMMAND_LINE)
		r = refuse_both(o, OPT_BAKE, OPT_API, "", e);
	if (r == 0 && o->ca_file && o->ca_dir)
		r = refuse_both(o, OPT_CA_FILE, OPT_CA_DIR, "", e);
	if (r == 0)
		r = refuse_quiet(o, e);
	options_hush(o);
	if (r == 0)
		r = refuse_selections(o, e);
	return r < 0 ? r : settle_lists(o, e);
}

/* What a file or the environment takes out of what is checked, in words. */
char *options_narrowed(const struct options *o)
{
	static const enum option_id narrowing[] = { OPT_SERVICE, OPT_SKIP, OPT_OPTIONAL };
	struct text text = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(narrowing); i++) {
		const struct option_origin *origin = &o->origins[narrowing[i]];
		CLEANUP(cleanup_free) char *names = xstrdup(origin->text ? origin->text : "");
		char shown[SHOWN_BYTES];

		if (!origin->text || (origin->source != OPTION_FROM_FILE &&
				      origin->source != OPTION_FROM_ENVIRONMENT))
			continue;
		for (char *p = names; (p = strchr(p, '\n'));)
			*p = ',';
		escape_text(shown, sizeof shown, names);
		text_join(&text, ", ", "%s = %s (%s)", option_row(narrowing[i])->name, shown,
			  origin->source == OPTION_FROM_FILE ? o->settings_file
							     : "the environment");
	}
	return text.bytes;
}
