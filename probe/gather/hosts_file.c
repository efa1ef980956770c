/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>
#include <strings.h>

#include "ecsprobe/gather.h"
#include "ecsprobe/util.h"

/* As Go reads it (net/hosts.go), since the agent and dockerd do: nothing else than these parts
 * words, and a name may end with a dot.
 *
 * The file may be a block list of megabytes, so it is searched for the few
 * names that matter instead of being taken apart whole. */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* The next word of the line, NULL at its end; *len is its length. */
static const char *next_word(const char **cursor, const char *end, size_t *len)
{
	const char *start = *cursor;

	while (start < end && is_blank(*start))
		start++;
	*cursor = start;
	while (*cursor < end && !is_blank(**cursor))
		++*cursor;
	*len = (size_t)(*cursor - start);
	return *len ? start : NULL;
}

/* One file, and what was found in it. */
struct found {
	struct hosts_entry **entries;
	size_t *count;
};

static void add_entry(struct found *found, const struct ip *ip, const char *name)
{
	struct hosts_entry *entry;

	*found->entries = xgrow(*found->entries, *found->count, sizeof **found->entries);
	entry = &(*found->entries)[(*found->count)++];
	entry->ip = *ip;
	entry->name = xstrdup(name);
}

static bool line_names(const char *cursor, const char *end, const char *name)
{
	size_t name_len = strlen(name);
	const char *word;
	size_t len;

	while ((word = next_word(&cursor, end, &len))) {
		len -= word[len - 1] == '.';
		if (len == name_len && strncasecmp(word, name, len) == 0)
			return true;
	}
	return false;
}

static void search_line(struct found *found, const char *line, const char *end, const char *name)
{
	const char *comment = memchr(line, '#', (size_t)(end - line));
	const char *cursor = line;
	const char *word;
	char address[IP_TEXT_BYTES + 32];
	struct ip ip;
	size_t len;

	if (comment)
		end = comment;
	word = next_word(&cursor, end, &len);
	if (!word || len >= sizeof address || !line_names(cursor, end, name))
		return;
	memcpy(address, word, len);
	address[len] = '\0';
	address[strcspn(address, "%")] = '\0'; /* a zone of a link-local address */
	if (ip_parse(address, &ip))
		add_entry(found, &ip, name);
}

/* Once for each name, also where the plan has it at two ports. */
static void search(struct found *found, const char *text, const char *name)
{
	for (size_t i = 0; i < *found->count; i++)
		if (strcasecmp((*found->entries)[i].name, name) == 0)
			return;
	while (text && *text) {
		size_t len = strcspn(text, "\n");

		search_line(found, text, text + len, name);
		text += len + (text[len] == '\n');
	}
}

void hosts_file_find(struct host_facts *host, const char *name)
{
	search(&(struct found){ &host->hosts, &host->hosts_count }, host->hosts_text, name);
	search(&(struct found){ &host->agent_hosts, &host->agent_hosts_count },
	       host->agent_hosts_text, name);
}

void hosts_file_forget_agents(struct host_facts *host)
{
	for (size_t i = 0; i < host->agent_hosts_count; i++)
		free(host->agent_hosts[i].name);
	free(host->agent_hosts);
	host->agent_hosts = NULL;
	host->agent_hosts_count = 0;
}
