/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/address.h"
#include "ecsprobe/conf.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/gather.h"
#include "ecsprobe/ports.h"
#include "ecsprobe/util.h"

/* The parser never guesses: a run that reads half a profile checks less than the user asked for,
 * and reports it as healthy. */

enum {
	MAX_TARGETS = 1024, /* more than any instance needs */
	SHOWN_BYTES = 64,
};

static const char blanks[] = " \t";

struct reader {
	struct own_profile *profile;
	struct conf_reader conf;
	struct error *e;
};

static int unexpected(const struct reader *r, const char *found, const char *expected)
{
	return conf_unexpected(&r->conf, r->e, found, expected);
}

/* What may follow the service or the host; one word of a kind. */
static const struct word {
	const char *word;
	bool about_path;
	bool optional;
	enum expect expect;
} words[] = {
	{ "required", false, false, EXPECT_AUTO },  { "optional", false, true, EXPECT_AUTO },
	{ "private", true, false, EXPECT_PRIVATE }, { "public", true, false, EXPECT_PUBLIC },
	{ "any", true, false, EXPECT_ANY },
};

static const struct word *find_word(const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		if (strcmp(words[i].word, text) == 0)
			return &words[i];
	return NULL;
}

static int read_words(const struct reader *r, struct own_target *target, char **rest)
{
	bool need_given = false;
	const char *text;

	while ((text = strtok_r(NULL, blanks, rest))) {
		const struct word *word = find_word(text);

		if (!word)
			return unexpected(r, text, "required, optional, private, public or any");
		if (word->about_path ? target->expect_given : need_given)
			return unexpected(r, text,
					  word->about_path ? "one of private, public and any only"
							   : "one of required and optional only");
		if (word->about_path) {
			target->expect_given = true;
			target->expect = word->expect;
		} else {
			need_given = true;
			target->optional = word->optional;
		}
	}
	return 0;
}

/* Whether the catalog has such a service is for the plan to say. */
static int read_service(const struct reader *r, struct own_target *target, const char *text)
{
	(void)r;
	target->service = xstrdup(text);
	return 0;
}

static int read_host(const struct reader *r, struct own_target *target, const char *text)
{
	char name[HOST_NAME_BYTES];

	target->port = HTTPS_PORT;
	if (!host_target_parse(text, name, &target->port, &target->tcp_only))
		return unexpected(r, text, HOST_TARGET_EXPECTED);
	target->host = xstrdup(name);
	return 0;
}

static const struct key {
	const char *key;
	int (*read)(const struct reader *r, struct own_target *target, const char *text);
	const char *expected;
} keys[] = {
	{ "service", read_service, "a service of --list --all-profiles after 'service ='" },
	{ "host", read_host, "NAME, NAME:PORT or NAME:PORT/tcp after 'host ='" },
};

static const struct key *find_key(const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		if (strcmp(keys[i].key, text) == 0)
			return &keys[i];
	return NULL;
}

static bool is_same(const struct own_target *a, const struct own_target *b)
{
	if (a->service && b->service)
		return strcmp(a->service, b->service) == 0;
	return a->host && b->host && strcmp(a->host, b->host) == 0 && a->port == b->port;
}

static int check_target(const struct reader *r, const struct own_target *target)
{
	char shown[SHOWN_BYTES];

	for (size_t i = 0; i < r->profile->count; i++) {
		const struct own_target *other = &r->profile->targets[i];

		if (!is_same(other, target))
			continue;
		escape_text(shown, sizeof shown, target->service ? target->service : target->host);
		return conf_refuse(&r->conf, r->e,
				   "found '%s' again, expected it once: it is in line %u", shown,
				   other->line);
	}
	if (r->profile->count >= MAX_TARGETS)
		return conf_refuse(
			&r->conf, r->e,
			"found one more target, expected at most %d: put the rest into a "
			"profile of its own, as --profile takes several",
			MAX_TARGETS);
	return 0;
}

static int read_target(const struct reader *r, const struct key *key, char *value)
{
	struct own_target target = { .line = r->conf.line };
	char *rest = NULL;
	const char *first = strtok_r(value, blanks, &rest);
	int result = first ? key->read(r, &target, first) : unexpected(r, "", key->expected);

	if (result == 0)
		result = read_words(r, &target, &rest);
	if (result == 0)
		result = check_target(r, &target);
	if (result < 0) {
		free(target.service);
		free(target.host);
		return result;
	}
	r->profile->targets =
		xgrow(r->profile->targets, r->profile->count, sizeof *r->profile->targets);
	r->profile->targets[r->profile->count++] = target;
	return 0;
}

int profile_read(struct own_profile *profile, const char *text, size_t len, struct error *e)
{
	struct reader r = { .profile = profile, .e = e };
	int result;

	conf_open(&r.conf, profile->file, "service = ... or host = ...", text, len);
	while ((result = conf_next(&r.conf, e)) > 0) {
		const struct key *key = find_key(r.conf.key);

		result = key ? read_target(&r, key, r.conf.value)
			     : conf_unknown(&r.conf, e, "an unknown word",
					    "service or host before '='");
		if (result < 0)
			break;
	}
	/* A profile that checks nothing would look healthy. */
	if (result == 0 && profile->count == 0)
		result = error_set(
			e, ERROR_CONFIG, EINVAL,
			"%s: found no target, expected a line service = ... or host = ...",
			profile->file);
	return result;
}
