/* SPDX-License-Identifier: Apache-2.0 */
#include "option_values.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/facts.h"
#include "ecsprobe/ports.h"
#include "ecsprobe/text.h"

struct bounds {
	uint64_t min_us, max_us;
	const char *words;
};
static const struct bounds timeout_bounds = { 1000, 3600 * 1000000ULL,
					      "0.001 to 3600 seconds, such as 5, 0.5, 10s or 5m" };
static const struct bounds pause_bounds = { 0, 86400 * 1000000ULL,
					    "0 to 86400 seconds, such as 600, 0.5, 10m or 1h" };

static const char blanks[] = " \t";

typedef bool (*parse_fn)(const struct option_row *row, void *field, const char *text,
			 char *expected);

static void expect(char *expected, const char *text)
{
	(void)copy_text(expected, OPTION_EXPECTED_BYTES, text);
}

static bool parse_flag(const struct option_row *row, void *field, const char *text, char *expected)
{
	static const char *const words[][4] = { { "no", "false", "off", "0" },
						{ "yes", "true", "on", "1" } };

	(void)row;
	expect(expected, "yes or no");
	for (size_t value = 0; value < ARRAY_SIZE(words); value++) {
		for (size_t i = 0; i < ARRAY_SIZE(words[value]); i++) {
			if (strcmp(words[value][i], text) != 0)
				continue;
			*(bool *)field = value;
			return true;
		}
	}
	return false;
}

static bool parse_count(const struct option_row *row, void *field, const char *text, char *expected)
{
	unsigned *count = field;

	(void)row;
	expect(expected, "a number from 0 to 9");
	if (!text) {
		++*count;
		return true;
	}
	if (!isdigit((unsigned char)text[0]) || text[1])
		return false;
	*count = (unsigned)(text[0] - '0');
	return true;
}

static bool replace_text(char **field, const char *text)
{
	free(*field);
	*field = xstrdup(text);
	return true;
}

static bool parse_text(const struct option_row *row, void *field, const char *text, char *expected)
{
	(void)row;
	expect(expected, "a path");
	return *text && replace_text(field, text);
}

/* Blanks around a name do not count, and no name is empty. */
static bool is_list(const char *text)
{
	for (;; text++) {
		text += strspn(text, blanks);
		if (!*text || *text == ',')
			return false;
		text += strcspn(text, ",");
		if (!*text)
			return true;
	}
}

static bool parse_list(const struct option_row *row, void *field, const char *text, char *expected)
{
	(void)row;
	expect(expected, "names separated by commas; put them in quotes if blanks stand between");
	if (!is_list(text))
		return false;
	while (*text) {
		size_t len = strcspn(text, ",");
		CLEANUP(cleanup_free) char *item = xasprintf("%.*s", (int)len, text);
		const char *name = text_trim(item, blanks);

		string_list_add(field, name, strlen(name));
		text += len + (text[len] == ',');
	}
	return true;
}

/* The microseconds of what stands behind the digits; 0: no unit of ours. */
static uint64_t unit_of(const char *text)
{
	static const struct {
		const char *text;
		uint64_t us;
	} units[] = { { "", 1000000 },
		      { "s", 1000000 },
		      { "m", 60 * 1000000ULL },
		      { "h", 3600 * 1000000ULL } };

	for (size_t i = 0; i < ARRAY_SIZE(units); i++)
		if (strcmp(units[i].text, text) == 0)
			return units[i].us;
	return 0;
}

/* "2", "0.25", "5m": digits with at most one point, so no locale, sign, exponent,
 * nan or inf can slip in. */
static bool read_seconds(const char *text, uint64_t max_us, uint64_t *out)
{
	uint64_t us = 0;
	uint64_t unit = unit_of(text + strspn(text, "0123456789."));
	bool fraction = false;
	bool digits = false;

	for (uint64_t place = unit; unit && (isdigit((unsigned char)*text) || *text == '.');
	     text++) {
		uint64_t digit = (uint64_t)(*text - '0');

		if (*text == '.') {
			if (fraction)
				return false;
			fraction = true;
			continue;
		}
		digits = true;
		place = fraction ? place / 10 : place;
		us = fraction ? us + digit * place : us * 10 + digit * unit;
		if (us > max_us)
			return false;
	}
	*out = us;
	return digits;
}

static bool parse_seconds(const struct option_row *row, void *field, const char *text,
			  char *expected)
{
	const struct bounds *bounds = row->kind == OPTION_PAUSE ? &pause_bounds : &timeout_bounds;
	uint64_t us;

	expect(expected, bounds->words);
	if (!read_seconds(text, bounds->max_us, &us) || us < bounds->min_us)
		return false;
	*(uint64_t *)field = us;
	return true;
}

static bool parse_choice(const struct option_row *row, void *field, const char *text,
			 char *expected)
{
	CLEANUP(text_done) struct text words = { 0 };

	for (int i = 0; row->choices[i]; i++) {
		if (strcmp(row->choices[i], text) == 0) {
			*(int *)field = row->value + i;
			return true;
		}
		text_append(&words, "%s%s", i ? ", " : "one of ", row->choices[i]);
	}
	expect(expected, text_of(&words));
	return false;
}

static bool parse_cidr(const struct option_row *row, void *field, const char *text, char *expected)
{
	struct cidr_list *list = field;
	struct cidr cidr;

	expect(expected, "a block such as 10.0.0.0/16, without host bits");
	if (row->kind == OPTION_VPC_CIDR)
		expect(expected,
		       "a block of a VPC, /16 to /28 (IPv6: /44 to /60), such as 10.0.0.0/16");
	if (!cidr_parse(text, &cidr) || (row->kind == OPTION_VPC_CIDR && !cidr_is_vpc_block(&cidr)))
		return false;
	list->items = xgrow(list->items, list->count, sizeof cidr);
	list->items[list->count++] = cidr;
	return true;
}

/* ADDR, ADDR:PORT, [ADDR6] or [ADDR6]:PORT. */
static bool parse_socket_address(const char *text, uint16_t default_port,
				 struct socket_address *out)
{
	char address[IP_TEXT_BYTES];
	struct socket_address result = { .port = default_port };
	bool bracket = text[0] == '[';
	const char *start = text + bracket;
	const char *end;
	const char *port = NULL;

	if (!bracket && ip_parse(text, &result.ip)) {
		*out = result;
		return true;
	}
	end = strchr(start, bracket ? ']' : ':');
	if (!end || (size_t)(end - start) >= sizeof address)
		return false;
	if (!bracket || end[1] == ':')
		port = bracket ? end + 2 : end + 1;
	else if (end[1])
		return false;
	memcpy(address, start, (size_t)(end - start));
	address[end - start] = '\0';
	if (!ip_parse(address, &result.ip) || (port && !port_parse(port, &result.port)))
		return false;
	if (bracket != (result.ip.family == IP_V6))
		return false;
	*out = result;
	return true;
}

static bool parse_resolver(const struct option_row *row, void *field, const char *text,
			   char *expected)
{
	(void)row;
	expect(expected,
	       "a numeric address with an optional port, such as 10.0.0.2 or [fd00::2]:53");
	return parse_socket_address(text, DNS_PORT, field);
}

static bool parse_host(const struct option_row *row, void *field, const char *text, char *expected)
{
	struct host_list *list = field;
	struct host_option host = { .port = HTTPS_PORT };
	char name[HOST_NAME_BYTES];

	(void)row;
	expect(expected, HOST_TARGET_EXPECTED);
	if (!host_target_parse(text, name, &host.port, &host.tcp_only))
		return false;
	host.name = xstrdup(name);
	list->items = xgrow(list->items, list->count, sizeof host);
	list->items[list->count++] = host;
	return true;
}

/* Whether the format exists is for the verb to say, which knows the renderers. */
static bool parse_output(const struct option_row *row, void *field, const char *text,
			 char *expected)
{
	struct output_list *list = field;
	size_t len = strcspn(text, "=");
	struct output_option *output;

	(void)row;
	expect(expected, "FORMAT or FORMAT=FILE");
	if (len == 0 || (text[len] == '=' && !text[len + 1]))
		return false;
	list->items = xgrow(list->items, list->count, sizeof *output);
	output = &list->items[list->count++];
	output->format = xasprintf("%.*s", (int)len, text);
	output->file = text[len] ? xstrdup(text + len + 1) : NULL;
	return true;
}

static bool parse_region(const struct option_row *row, void *field, const char *text,
			 char *expected)
{
	(void)row;
	expect(expected, "a Region such as us-east-1");
	return region_is_wellformed(text) && replace_text(field, text);
}

static bool parse_account(const struct option_row *row, void *field, const char *text,
			  char *expected)
{
	(void)row;
	expect(expected, "the twelve digits of an account");
	return strlen(text) == 12 && strspn(text, "0123456789") == 12 && replace_text(field, text);
}

static bool parse_endpoint(const struct option_row *row, void *field, const char *text,
			   char *expected)
{
	static const char scheme[] = "http://";
	struct socket_address address;
	char authority[64];
	const char *rest;
	size_t len;

	(void)row;
	expect(expected, "http://ADDRESS[:PORT] with a numeric address, or off");
	if (strcmp(text, "off") == 0)
		return replace_text(field, text);
	if (strncmp(text, scheme, sizeof scheme - 1) != 0)
		return false;
	len = strcspn(text + sizeof scheme - 1, "/");
	if (len >= sizeof authority)
		return false;
	memcpy(authority, text + sizeof scheme - 1, len);
	authority[len] = '\0';
	/* In a URL an IPv6 address without brackets would be ambiguous. */
	if (strchr(authority, ':') != strrchr(authority, ':') && authority[0] != '[')
		return false;
	rest = text + sizeof scheme - 1 + len;
	if (!parse_socket_address(authority, HTTP_PORT, &address) ||
	    (*rest && strcmp(rest, "/") != 0))
		return false;
	(void)replace_text(field, text);
	(*(char **)field)[rest - text] = '\0';
	return true;
}

static const parse_fn parsers[] = {
	[OPTION_FLAG] = parse_flag,         [OPTION_COUNT] = parse_count,
	[OPTION_TEXT] = parse_text,         [OPTION_LIST] = parse_list,
	[OPTION_SECONDS] = parse_seconds,   [OPTION_PAUSE] = parse_seconds,
	[OPTION_CHOICE] = parse_choice,     [OPTION_CIDR] = parse_cidr,
	[OPTION_VPC_CIDR] = parse_cidr,     [OPTION_RESOLVER] = parse_resolver,
	[OPTION_HOST] = parse_host,         [OPTION_OUTPUT] = parse_output,
	[OPTION_REGION] = parse_region,     [OPTION_ACCOUNT] = parse_account,
	[OPTION_ENDPOINT] = parse_endpoint,
};

/* The enum fields are written as int. */
_Static_assert(sizeof(enum expect) == sizeof(int), "OPTION_CHOICE writes an int");
_Static_assert(sizeof(enum restart_mode) == sizeof(int), "OPTION_CHOICE writes an int");
_Static_assert(sizeof(enum bake_mode) == sizeof(int), "OPTION_CHOICE writes an int");
_Static_assert(sizeof(enum color) == sizeof(int), "OPTION_CHOICE writes an int");

bool option_value_parse(const struct option_row *row, void *field, const char *text,
			char expected[static OPTION_EXPECTED_BYTES])
{
	expected[0] = '\0';
	return parsers[row->kind](row, field, text, expected);
}

static void reset_hosts(struct host_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i].name);
	free(list->items);
	*list = (struct host_list){ 0 };
}

static void reset_outputs(struct output_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		free(list->items[i].format);
		free(list->items[i].file);
	}
	free(list->items);
	*list = (struct output_list){ 0 };
}

static void reset_cidrs(struct cidr_list *list)
{
	free(list->items);
	*list = (struct cidr_list){ 0 };
}

static void reset_text(char **text)
{
	free(*text);
	*text = NULL;
}

void option_value_reset(const struct option_row *row, void *field)
{
	switch (row->kind) {
	case OPTION_VERB:
		break;
	case OPTION_FLAG:
		*(bool *)field = false;
		break;
	case OPTION_COUNT:
		*(unsigned *)field = 0;
		break;
	case OPTION_SECONDS:
	case OPTION_PAUSE:
		*(uint64_t *)field = 0;
		break;
	case OPTION_CHOICE:
		*(int *)field = 0;
		break;
	case OPTION_RESOLVER:
		*(struct socket_address *)field = (struct socket_address){ 0 };
		break;
	case OPTION_LIST:
		string_list_done(field);
		break;
	case OPTION_CIDR:
	case OPTION_VPC_CIDR:
		reset_cidrs(field);
		break;
	case OPTION_HOST:
		reset_hosts(field);
		break;
	case OPTION_OUTPUT:
		reset_outputs(field);
		break;
	case OPTION_TEXT:
	case OPTION_REGION:
	case OPTION_ACCOUNT:
	case OPTION_ENDPOINT:
		reset_text(field);
		break;
	}
}
