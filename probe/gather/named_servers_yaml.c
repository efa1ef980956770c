/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>

#include "named_servers.h"

static const char word[] = "nameserver";

struct scan {
	char *text;
	char *end;
	struct named_servers *out;
};

static void note_odd(const struct scan *scan, const char *at)
{
	unsigned line = 1;

	for (const char *p = scan->text; p < at && !scan->out->odd_line; p++)
		line += *p == '\n';
	servers_note_odd(scan->out, line);
}

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '-';
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool ends_word(char c)
{
	return c == '\0' || c == '\n' || is_blank(c) || strchr(",[]{}", c);
}

/* At the beginning of a word; else it is an apostrophe. */
static bool is_quote(const char *p, const char *text)
{
	return (*p == '"' || *p == '\'') && (p == text || ends_word(p[-1]) || p[-1] == ':');
}

static void blank_comments(char *text)
{
	char quote = '\0';

	for (char *p = text; *p; p++) {
		bool begins = p == text || p[-1] == '\n' || is_blank(p[-1]);

		if (*p == '\n' || *p == quote) {
			quote = '\0';
		} else if (!quote && is_quote(p, text)) {
			quote = *p;
		} else if (!quote && begins && *p == '#') {
			size_t len = strcspn(p, "\n");

			memset(p, ' ', len);
			p += len - 1;
		}
	}
}

/* --- what is below "nameservers" -------------------------------------------------------- */

enum list { NO_LIST, ADDRESSES, SEARCH, UNKNOWN_LIST };

static enum list list_called(const char *name)
{
	if (strcmp(name, "addresses") == 0)
		return ADDRESSES;
	return strcmp(name, "search") == 0 ? SEARCH : UNKNOWN_LIST;
}

/* Behind the closing quote, or NULL. */
static char *end_of_quoted(char *start, const char *end)
{
	for (char *p = start + 1; p < end && *p != '\n' && *p != '\\'; p++)
		if (*p == *start)
			return p + 1;
	return NULL;
}

static char *end_of_plain(char *p, const char *end)
{
	while (p < end && !ends_word(*p) && !(*p == ':' && (p + 1 == end || ends_word(p[1]))))
		p++;
	return p;
}

/* One word, start to end, and what it is to the list that it stands in. */
static void take_word(const struct scan *scan, enum list *list, const char *start, size_t len,
		      bool is_key)
{
	char copy[IP_TEXT_BYTES] = "";
	struct ip ip;

	if (len < sizeof copy)
		memcpy(copy, start, len);
	if (!is_key && ip_parse(copy, &ip)) {
		servers_add(scan->out, &ip);
		return;
	}
	if (is_key)
		*list = list_called(copy);
	if (is_key ? *list == UNKNOWN_LIST : *list != SEARCH || strchr("*!|>?", *start))
		note_odd(scan, start);
}

static void take_region(const struct scan *scan, char *p, const char *end)
{
	enum list list = NO_LIST;

	while (p < end) {
		bool quoted = *p == '"' || *p == '\'';
		char *start = p;
		char *stop;

		if (ends_word(*p) || (*p == '-' && (p + 1 == end || ends_word(p[1])))) {
			p++;
			continue;
		}
		if (*p == '&') {
			p = end_of_plain(p, end);
			continue;
		}
		stop = quoted ? end_of_quoted(p, end) : end_of_plain(p, end);
		if (!stop || stop == start) {
			note_odd(scan, start);
			p++;
			continue;
		}
		for (p = stop; p < end && is_blank(*p);)
			p++;
		take_word(scan, &list, start + quoted, (size_t)(stop - start) - (quoted ? 2U : 0U),
			  p < end && *p == ':');
		p += p < end && *p == ':';
	}
}

/* --- where it ends -------------------------------------------------------------------------- */

/* Behind the bracket that closes the one at p, or NULL. */
static char *end_of_flow(const struct scan *scan, char *p)
{
	size_t depth = 0;

	while (p && *p) {
		if (is_quote(p, scan->text)) {
			p = end_of_quoted(p, scan->end);
			continue;
		}
		if (*p == '{' || *p == '[')
			depth++;
		else if ((*p == '}' || *p == ']') && --depth == 0)
			return p + 1;
		p++;
	}
	return NULL;
}

/* The line with which a block ends whose key stands in that column: a list may
 * stand in the same one. */
static char *end_of_block(const struct scan *scan, char *p, size_t column)
{
	p += strcspn(p, "\n");
	while (*p) {
		char *line = p + 1;
		size_t indent = strspn(line, " ");
		char first = line[indent];

		if (first == '\t')
			note_odd(scan, line);
		else if (first && first != '\n' && first != '\r' &&
			 (indent < column ||
			  (indent == column && !(first == '-' && ends_word(line[indent + 1])))))
			return p;
		p = line + strcspn(line, "\n");
	}
	return p;
}

/* The column of a key with which a line begins, but for "- " before it; or false. */
static bool begins_line(const struct scan *scan, const char *key, size_t *column)
{
	const char *line = key;

	while (line > scan->text && line[-1] != '\n')
		line--;
	*column = (size_t)(key - line);
	for (; line < key; line++)
		if (*line != ' ' && !(*line == '-' && line[1] == ' '))
			return false;
	return true;
}

/* Behind what the key says. */
static char *take_key(const struct scan *scan, char *key, char *behind)
{
	bool quoted = key > scan->text && *behind == key[-1] && is_quote(key - 1, scan->text);
	char *value = behind + quoted;
	char *next;
	size_t column;

	value += strspn(value, " \t");
	if (*value++ != ':' || !(quoted || ends_word(*value))) {
		note_odd(scan, key);
		return behind;
	}
	value += strspn(value, " \t\r");
	/* An anchor's name changes nothing here. */
	if (*value == '&')
		value += strcspn(value, " \t\r\n");
	value += strspn(value, " \t\r");
	next = value + strspn(value, " \t\r\n");
	if (*next == '{' || *next == '[') {
		next = end_of_flow(scan, next);
	} else if ((*value == '\n' || !*value) && begins_line(scan, key - quoted, &column)) {
		next = end_of_block(scan, value, column);
	} else {
		note_odd(scan, key);
		return behind;
	}
	if (!next)
		note_odd(scan, key);
	/* Without an end, all that is there may belong to it. */
	next = next ? next : scan->end;
	take_region(scan, value, next);
	return next;
}

void servers_of_netplan(char *text, size_t len, const struct server_lines *lines,
			struct named_servers *out)
{
	const struct scan scan = { text, text + len, out };
	char *p = text;

	(void)lines;
	*out = (struct named_servers){ 0 };
	blank_comments(text);
	while ((p = strstr(p, word))) {
		char *key = p;
		char *behind = p + sizeof word - 1;
		bool is_key = *behind == 's';

		behind += is_key;
		p = behind;
		if (in_word(*behind))
			continue;
		/* cloud-init's old "type: nameserver", or a line for resolv.conf. */
		if (!is_key) {
			if (key == text || !in_word(key[-1]))
				note_odd(&scan, key);
			continue;
		}
		/* cloud-init has also dns_nameservers. */
		while (key > text && in_word(key[-1]))
			key--;
		p = take_key(&scan, key, behind);
	}
}
