/* SPDX-License-Identifier: Apache-2.0 */
#include "log_line.h"

#include <string.h>
#include <systemd/sd-json.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/util.h"

enum { MAX_JSON_LINE_BYTES = 64 << 10 };

static void copy_part(char *out, size_t size, const char *text, size_t len)
{
	if (len >= size)
		len = size - 1;
	memcpy(out, text, len);
	out[len] = '\0';
}

static void take_time(struct log_line *line, const char *text, size_t len)
{
	char time[40];

	copy_part(time, sizeof time, text, len);
	if (!clock_parse_rfc3339_us(time, &line->time_us))
		line->time_us = 0;
}

static void take_field(struct log_line *line, const char *key, size_t key_len, const char *value,
		       size_t len)
{
	/* The agent writes its own fields first: what a message brings along
	 * cannot overrule them. */
	if (key_len == 4 && memcmp(key, "time", 4) == 0 && !line->time_us)
		take_time(line, value, len);
	else if (key_len == 3 && memcmp(key, "msg", 3) == 0 && !line->message[0])
		copy_part(line->message, sizeof line->message, value, len);
	else if (key_len == 3 && memcmp(key, "url", 3) == 0 && !line->url[0])
		copy_part(line->url, sizeof line->url, value, len);
}

/* The end of a value: of a quoted one its closing quote. */
static const char *value_end(const char *at, const char *end, bool quoted)
{
	for (; at < end; at++) {
		if (quoted && *at == '\\' && at + 1 < end)
			at++;
		else if (*at == (quoted ? '"' : ' '))
			break;
	}
	return at;
}

static bool parse_logfmt(struct log_line *line, const char *at, const char *end)
{
	while (at < end) {
		const char *key = at;
		const char *value;
		bool quoted;

		while (at < end && *at != '=' && *at != ' ')
			at++;
		if (at == end || *at == ' ') {
			at += at < end;
			continue;
		}
		quoted = at + 1 < end && at[1] == '"';
		value = at + 1 + quoted;
		at = value_end(value, end, quoted);
		take_field(line, key, (size_t)(value - quoted - 1 - key), value,
			   (size_t)(at - value));
		at += at < end;
	}
	return line->message[0] != '\0';
}

static bool parse_json(struct log_line *line, const char *text, size_t len)
{
	CLEANUP(cleanup_free) char *copy = NULL;
	sd_json_variant *root = NULL;

	if (len > MAX_JSON_LINE_BYTES || memchr(text, '\0', len))
		return false;
	copy = xcalloc(len + 1, 1);
	memcpy(copy, text, len);
	if (sd_json_parse(copy, 0, &root, NULL, NULL) < 0)
		return false;
	for (size_t i = 0;
	     sd_json_variant_is_object(root) && i + 1 < sd_json_variant_elements(root); i += 2) {
		const char *key = sd_json_variant_string(sd_json_variant_by_index(root, i));
		sd_json_variant *value = sd_json_variant_by_index(root, i + 1);

		if (sd_json_variant_is_string(value))
			take_field(line, key, strlen(key), sd_json_variant_string(value),
				   strlen(sd_json_variant_string(value)));
	}
	sd_json_variant_unref(root);
	return line->message[0] != '\0';
}

/* TIME [LEVEL] message */
static bool parse_plain(struct log_line *line, const char *text, size_t len)
{
	const char *space = memchr(text, ' ', len);
	const char *bracket = space ? memmem(space, len - (size_t)(space - text), "] ", 2) : NULL;

	if (!bracket || space[1] != '[')
		return false;
	take_time(line, text, (size_t)(space - text));
	copy_part(line->message, sizeof line->message, bracket + 2,
		  len - (size_t)(bracket + 2 - text));
	return line->time_us != 0;
}

bool log_line_parse(struct log_line *line, const char *text, size_t len)
{
	*line = (struct log_line){ 0 };
	if (len && *text == '{')
		return parse_json(line, text, len);
	if (len >= 6 && memcmp(text, "level=", 6) == 0)
		return parse_logfmt(line, text, text + len);
	return parse_plain(line, text, len);
}
