/* SPDX-License-Identifier: Apache-2.0 */
#include "log_line.h"

#include <stddef.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "ecsprobe/clock.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/util.h"

enum { MAX_JSON_LINE_BYTES = 64 << 10, LONGEST_WORD = 48 };

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

/* Of a quoted value of Go's %q; a line stays one. */
static void unquote(char *text)
{
	char *out = text;

	for (; *text; text++) {
		if (*text == '\\' && text[1]) {
			text++;
			*out++ = *text == 'n' || *text == 't' || *text == 'r' ? ' ' : *text;
		} else {
			*out++ = *text;
		}
	}
	*out = '\0';
}

static enum log_level level_of(const char *word, size_t len)
{
	static const struct {
		const char *word;
		enum log_level level;
	} rows[] = {
		{ "debug", LOG_DEBUG }, { "info", LOG_INFORM },       { "warn", LOG_WARN },
		{ "error", LOG_ERROR }, { "critical", LOG_CRITICAL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (strlen(rows[i].word) == len && strncasecmp(rows[i].word, word, len) == 0)
			return rows[i].level;
	return LOG_LEVEL_NONE;
}

static void take_field(struct log_line *line, const char *key, size_t key_len, const char *value,
		       size_t len)
{
	/* The agent writes its own fields first: a field in a message cannot override them. */
	if (key_len == 4 && memcmp(key, "time", 4) == 0 && !line->time_us)
		take_time(line, value, len);
	else if (key_len == 3 && memcmp(key, "msg", 3) == 0 && !line->message[0])
		copy_part(line->message, sizeof line->message, value, len);
	else if (key_len == 3 && memcmp(key, "url", 3) == 0 && !line->url[0])
		copy_part(line->url, sizeof line->url, value, len);
	else if (key_len == 5 && memcmp(key, "error", 5) == 0 && !line->error[0])
		copy_part(line->error, sizeof line->error, value, len);
	else if (key_len == 5 && memcmp(key, "level", 5) == 0 && !line->level)
		line->level = level_of(value, len);
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
	unquote(line->message);
	unquote(line->error);
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
	line->level = level_of(space + 2, (size_t)(bracket - space - 2));
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

static int64_t time_of(const char *text, size_t len)
{
	struct log_line line = { 0 };

	take_time(&line, text, len);
	return line.time_us;
}

/* Up to a blank or a quote. */
static size_t word_length(const char *text, const char *end)
{
	size_t len = 0;

	while (text + len < end && text[len] != ' ' && text[len] != '"')
		len++;
	return len;
}

static struct log_head head_of_plain(const char *text, const char *end)
{
	size_t len = word_length(text, end);
	const char *level = text + len + 2;
	const char *bracket;

	if (end - text < (ptrdiff_t)len + 3 || level[-1] != '[')
		return (struct log_head){ LOG_LEVEL_NONE, 0 };
	bracket = memchr(level, ']', (size_t)(end - level));
	return (struct log_head){ bracket ? level_of(level, (size_t)(bracket - level))
					  : LOG_LEVEL_NONE,
				  time_of(text, len) };
}

struct log_head log_line_head(const char *text, size_t len)
{
	static const struct {
		const char *level, *time;
	} forms[] = { { "level=", " time=" }, { "{\"level\":\"", "\",\"time\":\"" } };
	const char *end = text + len;

	for (size_t i = 0; i < ARRAY_SIZE(forms); i++) {
		size_t before = strlen(forms[i].level);
		size_t between = strlen(forms[i].time);
		struct log_head head = { 0 };

		if (len <= before || memcmp(text, forms[i].level, before) != 0)
			continue;
		text += before;
		len = word_length(text, end);
		head.level = level_of(text, len);
		text += len;
		if ((size_t)(end - text) > between && memcmp(text, forms[i].time, between) == 0)
			head.time_us = time_of(text + between, word_length(text + between, end));
		return head;
	}
	return head_of_plain(text, end);
}

/* --- to be shown ----------------------------------------------------------------- */

/* From here on AWS quotes what was signed, headers with the session's token among them. */
static void cut_signature(char *text)
{
	static const char *const words[] = { "Canonical String", "canonical string",
					     "String-to-Sign",   "security-token",
					     "Security-Token",   "Authorization",
					     "Signature=",       "Credential=" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		char *at = strstr(text, words[i]);

		if (at)
			*at = '\0';
	}
}

/* The query of a URL says nothing that the host does not, or something secret. */
static void cut_queries(char *text)
{
	char *query;

	while ((query = strchr(text, '?'))) {
		size_t len = strcspn(query, " \t\"'>");

		memmove(query, query + len, strlen(query + len) + 1);
		text = query;
	}
}

static bool is_key_id(const char *word, size_t len)
{
	return len >= 16 && (memcmp(word, "AKIA", 4) == 0 || memcmp(word, "ASIA", 4) == 0);
}

/* No name of AWS has so many letters and digits in a row, but a token has. */
static void hide_words(char *text)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789+=";

	while (*text) {
		size_t len = strspn(text, letters);

		if (len >= LONGEST_WORD || is_key_id(text, len))
			memset(text, '*', len);
		text += len + (text[len] != '\0');
	}
}

void log_line_tell(const struct log_line *line, char *out, size_t size)
{
	bool more = line->error[0] && !strstr(line->message, line->error);
	CLEANUP(cleanup_free)
	char *text = xasprintf("%s%s%s", line->message, more ? ": " : "", more ? line->error : "");

	for (char *c = text; *c; c++)
		if (strchr("\r\n\t", *c))
			*c = ' ';
	cut_signature(text);
	cut_queries(text);
	hide_login(text);
	hide_words(text);
	escape_text(out, size, text);
}
