/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <string.h>

#include "ecsprobe/gather.h"
#include "ecsprobe/util.h"

enum { MAX_HOSTS_ENTRIES = 10000 };

/* The next word of the line, NULL at its end; *len is its length. */
static const char *next_word(const char **cursor, const char *end, size_t *len)
{
	const char *start = *cursor;

	while (start < end && isspace((unsigned char)*start))
		start++;
	*cursor = start;
	while (*cursor < end && !isspace((unsigned char)**cursor))
		++*cursor;
	*len = (size_t)(*cursor - start);
	return *len ? start : NULL;
}

static void add_entry(struct host_facts *host, const struct ip *ip, const char *name, size_t len)
{
	struct hosts_entry *entry;

	if (len > 253 || host->hosts_count >= MAX_HOSTS_ENTRIES)
		return;
	host->hosts = xgrow(host->hosts, host->hosts_count, sizeof *host->hosts);
	entry = &host->hosts[host->hosts_count++];
	entry->ip = *ip;
	entry->name = xcalloc(len + 1, 1);
	for (size_t i = 0; i < len; i++)
		entry->name[i] = (char)tolower((unsigned char)name[i]);
}

static void parse_line(struct host_facts *host, const char *line, const char *end)
{
	const char *comment = memchr(line, '#', (size_t)(end - line));
	const char *cursor = line;
	const char *word;
	char address[IP_TEXT_BYTES];
	struct ip ip;
	size_t len;

	if (comment)
		end = comment;
	word = next_word(&cursor, end, &len);
	if (!word || len >= sizeof address)
		return;
	memcpy(address, word, len);
	address[len] = '\0';
	if (!ip_parse(address, &ip))
		return;
	while ((word = next_word(&cursor, end, &len)))
		add_entry(host, &ip, word, len);
}

void hosts_file_parse(struct host_facts *host, const char *text, size_t len)
{
	const char *end = text + len;

	while (text < end) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *line_end = newline ? newline : end;

		parse_line(host, text, line_end);
		text = line_end + (newline != NULL);
	}
}
