/* SPDX-License-Identifier: Apache-2.0 */
#include "option_sources.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/conf.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/suggest.h"
#include "ecsprobe/text.h"

enum { SHOWN_BYTES = 80 };

static const char prefix[] = "ECSPROBE_";

static bool is_list(enum option_kind kind)
{
	return kind == OPTION_LIST || kind == OPTION_CIDR || kind == OPTION_VPC_CIDR ||
	       kind == OPTION_HOST || kind == OPTION_OUTPUT;
}

static void *field_of(struct options *options, const struct option_row *row)
{
	return (char *)options + row->offset;
}

static void forget(struct options *options, enum option_id id)
{
	struct option_origin *origin = &options->origins[id];

	option_value_reset(option_row(id), field_of(options, option_row(id)));
	free(origin->lines);
	free(origin->text);
	*origin = (struct option_origin){ 0 };
}

/* Of two that cannot hold together the stronger source's stays; of one source
 * both stay, and are told. */
static void displace(struct options *options, uint64_t ids, enum option_source source)
{
	for (enum option_id id = 0; id < OPT_COUNT; id++)
		if ((ids & OPT_BIT(id)) && options->origins[id].text &&
		    options->origins[id].source < source)
			forget(options, id);
}

static void remember(struct options *options, enum option_id id, enum option_source source,
		     unsigned line, const char *text)
{
	const struct option_row *row = option_row(id);
	struct option_origin *origin = &options->origins[id];
	char *before = origin->text;

	if (row->kind == OPTION_COUNT)
		origin->text = xasprintf("%u", *(unsigned *)field_of(options, row));
	else if (before && is_list(row->kind))
		origin->text = xasprintf("%s\n%s", before, text);
	else
		origin->text = xstrdup(text);
	free(before);
	origin->source = source;
	if (!line)
		return;
	origin->lines = xgrow(origin->lines, origin->line_count, sizeof *origin->lines);
	origin->lines[origin->line_count++] = line;
}

bool option_set(struct options *options, enum option_id id, enum option_source source,
		unsigned line, const char *text, char expected[static OPTION_EXPECTED_BYTES])
{
	const struct option_row *row = option_row(id);

	if (!text)
		text = row->bare ? row->bare : row->kind == OPTION_FLAG ? "yes" : NULL;
	if (options->origins[id].text && options->origins[id].source < source)
		forget(options, id);
	if (!option_value_parse(row, field_of(options, row), text, expected))
		return false;
	displace(options, row->excludes, source);
	remember(options, id, source, line, text);
	return true;
}

/* OPT_COUNT: there is no such option. */
static enum option_id find_option(const char *name)
{
	enum option_id id = 0;

	while (id < OPT_COUNT && strcmp(option_row(id)->name, name) != 0)
		id++;
	return id;
}

static bool may_be_set(const struct option_row *row)
{
	return row->kind != OPTION_VERB && !row->command_line_only;
}

/* What nobody knows may be a part of a secret: only what it is taken for is shown. */
static int unknown_name(const struct conf_reader *reader, struct error *e)
{
	CLEANUP(text_done) struct text words = { 0 };
	CLEANUP(cleanup_free) char *near = NULL;
	CLEANUP(cleanup_free) char *expected = NULL;

	for (enum option_id id = 0; id < OPT_COUNT; id++)
		if (may_be_set(option_row(id)))
			text_join(&words, " ", "%s", option_row(id)->name);
	near = suggest(reader->key, "", text_of(&words));
	expected = xasprintf("an option of --show-config%s", near);
	return conf_unknown(reader, e, "an unknown name", expected);
}

static int apply_line(struct options *options, const struct conf_reader *reader, struct error *e)
{
	char expected[OPTION_EXPECTED_BYTES];
	char shown[SHOWN_BYTES];
	enum option_id id = find_option(reader->key);
	const struct option_row *row;

	if (id == OPT_COUNT)
		return unknown_name(reader, e);
	row = option_row(id);
	if (!may_be_set(row) || id == OPT_CONFIG)
		return conf_unexpected(reader, e, row->name, "an option of --show-config");
	if (options->origins[id].source == OPTION_FROM_FILE && !is_list(row->kind))
		return conf_refuse(reader, e, "found %s again, expected it once: it is in line %u",
				   row->name, options->origins[id].lines[0]);
	if (option_set(options, id, OPTION_FROM_FILE, reader->line, reader->value, expected))
		return 0;
	escape_setting(shown, sizeof shown, reader->value);
	return conf_refuse(reader, e, "%s: found '%s', expected %s", row->name, shown, expected);
}

static int apply_file(struct options *options, const struct settings_input *settings,
		      struct error *e)
{
	struct conf_reader reader;
	int r;

	conf_open(&reader, settings->file, "option = value", settings->text, settings->len);
	while ((r = conf_next(&reader, e)) > 0) {
		r = apply_line(options, &reader, e);
		if (r < 0)
			break;
	}
	return r;
}

char *settings_variable_name(enum option_id id)
{
	char *name = xasprintf("%s%s", prefix, option_row(id)->name);

	for (char *p = name; *p; p++)
		*p = *p == '-' ? '_' : (char)toupper((unsigned char)*p);
	return name;
}

/* "dns-timeout" is given by ECSPROBE_DNS_TIMEOUT. */
static bool names_option(const char *variable, size_t len, const char *option)
{
	if (strlen(option) != len)
		return false;
	for (size_t i = 0; i < len; i++)
		if (variable[i] != (option[i] == '-' ? '_' : toupper((unsigned char)option[i])))
			return false;
	return true;
}

const char *settings_variable(char *const *environment, enum option_id id)
{
	for (; environment && *environment; environment++) {
		const char *name = *environment;
		size_t len = strcspn(name, "=");

		if (len >= sizeof prefix && name[len] &&
		    strncmp(name, prefix, sizeof prefix - 1) == 0 &&
		    names_option(name + sizeof prefix - 1, len - (sizeof prefix - 1),
				 option_row(id)->name))
			return name + len + 1;
	}
	return NULL;
}

/* One after the other, with commas between them; only text has them within. */
static bool set_each(struct options *options, enum option_id id, const char *text, char *expected)
{
	const struct option_row *row = option_row(id);
	bool right = true;

	if (!is_list(row->kind) || row->kind == OPTION_LIST)
		return option_set(options, id, OPTION_FROM_ENVIRONMENT, 0, text, expected);
	while (*text) {
		size_t len = strcspn(text, ",");
		CLEANUP(cleanup_free) char *item = xasprintf("%.*s", (int)len, text);

		right &= option_set(options, id, OPTION_FROM_ENVIRONMENT, 0, text_trim(item, " \t"),
				    expected);
		text += len + (text[len] == ',');
	}
	return right;
}

/* An empty one is one that was taken back. */
static int apply_variable(struct options *options, const char *variable, struct error *e)
{
	size_t len = strcspn(variable, "=");
	char expected[OPTION_EXPECTED_BYTES];
	char shown[SHOWN_BYTES];

	for (enum option_id id = 0; id < OPT_COUNT; id++) {
		const struct option_row *row = option_row(id);

		if (!may_be_set(row) || !names_option(variable + sizeof prefix - 1,
						      len - (sizeof prefix - 1), row->name))
			continue;
		if (!variable[len + 1] || set_each(options, id, variable + len + 1, expected))
			return 0;
		escape_setting(shown, sizeof shown, variable + len + 1);
		return error_set(e, ERROR_CONFIG, EINVAL, "%.*s: found '%s', expected %s", (int)len,
				 variable, shown, expected);
	}
	string_list_add(&options->unknown_variables, variable, len);
	return 0;
}

static int apply_environment(struct options *options, char *const *environment, struct error *e)
{
	int r = 0;

	for (; r == 0 && environment && *environment; environment++)
		if (strncmp(*environment, prefix, sizeof prefix - 1) == 0 &&
		    strchr(*environment, '='))
			r = apply_variable(options, *environment, e);
	return r;
}

int settings_apply(struct options *options, const struct settings_input *settings, struct error *e)
{
	int r;

	options->settings_file = xstrdup(settings->file ? settings->file : options_usual_file);
	r = settings->text ? apply_file(options, settings, e) : 0;

	return r < 0 ? r : apply_environment(options, settings->environment, e);
}

void settings_apply_outputs(struct options *options, const struct settings_input *settings)
{
	const char *variable = settings_variable(settings->environment, OPT_OUTPUT);
	char expected[OPTION_EXPECTED_BYTES];
	struct conf_reader reader;
	int r;

	options->settings_file = xstrdup(settings->file ? settings->file : options_usual_file);
	conf_open(&reader, settings->file, "", settings->text ? settings->text : "",
		  settings->text ? settings->len : 0);
	while ((r = conf_next(&reader, NULL)) != 0)
		if (r > 0 && find_option(reader.key) == OPT_OUTPUT)
			(void)option_set(options, OPT_OUTPUT, OPTION_FROM_FILE, reader.line,
					 reader.value, expected);
	if (variable && *variable)
		(void)set_each(options, OPT_OUTPUT, variable, expected);
}

enum error_class options_blame(const struct options *options, enum option_id id)
{
	enum option_source source = options->origins ? options->origins[id].source
						     : OPTION_FROM_DEFAULT;

	return source == OPTION_FROM_FILE || source == OPTION_FROM_ENVIRONMENT ? ERROR_CONFIG
									       : ERROR_USAGE;
}

/* "logs" in "ecs, logs", "json" in "json=/run/report". */
static bool lists(const char *names, size_t len, const char *name)
{
	CLEANUP(cleanup_free) char *list = xasprintf("%.*s", (int)len, names);
	char *rest = NULL;

	for (char *item = strtok_r(list, ",=", &rest); item; item = strtok_r(NULL, ",", &rest))
		if (strcmp(text_trim(item, " \t"), name) == 0)
			return true;
	return false;
}

static unsigned line_of(const struct option_origin *origin, const char *name)
{
	const char *text = origin->text;

	for (size_t i = 0; name && i < origin->line_count; i++) {
		size_t len = strcspn(text, "\n");

		if (lists(text, len, name))
			return origin->lines[i];
		text += len + (text[len] == '\n');
	}
	return origin->line_count ? origin->lines[origin->line_count - 1] : 0;
}

char *options_place(const struct options *options, enum option_id id, const char *name)
{
	const struct option_origin *origin = options->origins ? &options->origins[id] : NULL;

	if (!origin || origin->source == OPTION_FROM_DEFAULT ||
	    origin->source == OPTION_FROM_COMMAND_LINE)
		return xasprintf("--%s", option_row(id)->name);
	if (origin->source == OPTION_FROM_ENVIRONMENT)
		return settings_variable_name(id);
	return xasprintf("%s:%u: %s", options->settings_file, line_of(origin, name),
			 option_row(id)->name);
}
