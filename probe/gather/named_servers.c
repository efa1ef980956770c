/* SPDX-License-Identifier: Apache-2.0 */
#include "named_servers.h"

#include <ctype.h>
#include <fnmatch.h>
#include <string.h>
#include <strings.h>

#include "config_files.h"
#include "ecsprobe/resolv_conf.h"

void servers_note_odd(struct named_servers *out, unsigned line)
{
	if (!out->odd_line)
		out->odd_line = line;
}

void servers_add(struct named_servers *out, const struct ip *ip)
{
	for (size_t i = 0; i < out->count; i++)
		if (ip_equal(&out->ips[i], ip))
			return;
	if (out->count < MAX_NAMED_SERVERS)
		out->ips[out->count++] = *ip;
}

void servers_of_resolv_conf(char *text, size_t len, const struct server_lines *lines,
			    struct named_servers *out)
{
	(void)lines;
	*out = (struct named_servers){ 0 };
	out->count = resolv_conf_nameservers(text, len, out->ips, MAX_NAMED_SERVERS);
}

/* --- lines of settings ---------------------------------------------------------------- */

/* The address of "10.0.0.2:53", "[fd00::2]:53", "fe80::2%eth0", "10.0.0.2#name" and
 * "dns+tls://10.0.0.2". */
static const char *bare_address(char *server)
{
	char *scheme = strstr(server, "://");
	char *colon;

	if (scheme)
		server = scheme + 3;
	server[strcspn(server, "%#")] = '\0';
	colon = strchr(server, ':');
	if (server[0] == '[')
		server[strcspn(server, "]")] = '\0';
	else if (colon && !strchr(colon + 1, ':'))
		*colon = '\0';
	return server + (server[0] == '[');
}

struct line_reader {
	const struct server_lines *lines;
	struct named_servers *out;
};

static void on_setting(void *arg, const char *section, char *key, char *value, unsigned number)
{
	const struct line_reader *reader = arg;
	const struct server_lines *lines = reader->lines;
	char *word;
	struct ip ip;

	(void)number;
	if ((lines->section && fnmatch(lines->section, section, 0) != 0) ||
	    fnmatch(lines->key, key, 0) != 0)
		return;
	if (!*value && lines->style == LINES_OF_SYSTEMD) {
		reader->out->count = 0;
		reader->out->takes_back = true;
	}
	while ((word = strsep(&value, " \t,;\"'")))
		if (ip_parse(bare_address(word), &ip))
			servers_add(reader->out, &ip);
}

void servers_of_lines(char *text, size_t len, const struct server_lines *lines,
		      struct named_servers *out)
{
	struct line_reader reader = { lines, out };

	(void)len;
	*out = (struct named_servers){ 0 };
	if (lines->style == LINES_OF_SYSTEMD)
		config_join_lines(text);
	config_each_setting(text, lines->style == LINES_OF_WORDS ? " \t" : "=", on_setting,
			    &reader);
}

/* --- dhclient.conf ---------------------------------------------------------------------- */

struct statement {
	unsigned words;
	bool overrides; /* its first word is a verb that counts */
	bool is_of_servers;
};

static bool is_server_option(const char *word)
{
	static const char *const names[] = { "domain-name-servers", "dhcp.domain-name-servers",
					     "dhcp6.name-servers" };

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (strcasecmp(word, names[i]) == 0)
			return true;
	return false;
}

static void take_word(struct statement *statement, const char *word, unsigned line,
		      struct named_servers *out)
{
	struct ip ip;

	switch (statement->words++) {
	case 0:
		statement->overrides = strcasecmp(word, "supersede") == 0 ||
				       strcasecmp(word, "prepend") == 0;
		if (strcasecmp(word, "include") == 0)
			servers_note_odd(out, line);
		return;
	case 1:
		statement->is_of_servers = statement->overrides && is_server_option(word);
		return;
	default:
		if (!statement->is_of_servers)
			return;
		if (ip_parse(word, &ip))
			servers_add(out, &ip);
		else
			servers_note_odd(out, line);
	}
}

void servers_of_dhclient(char *text, size_t len, const struct server_lines *lines,
			 struct named_servers *out)
{
	struct statement statement = { 0 };
	unsigned line = 1;

	(void)len;
	(void)lines;
	*out = (struct named_servers){ 0 };
	while (*text) {
		size_t word = strcspn(text, " \t\r\n\v\f,;{}\"#");
		char end = text[word];

		text[word] = '\0';
		if (word)
			take_word(&statement, text, line, out);
		text += word + (end != '\0');
		if (end == ';' || end == '{' || end == '}')
			statement = (struct statement){ 0 };
		if (end == '#')
			text += strcspn(text, "\n");
		/* A text counts as a word: its statement is none of these. */
		while (end == '"' && *text && *text != '"') {
			line += *text == '\n';
			text += *text == '\\' && text[1] ? 2 : 1;
		}
		if (end == '"') {
			take_word(&statement, "", line, out);
			text += *text == '"';
		}
		line += end == '\n';
	}
}
