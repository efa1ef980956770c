/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/resolv_conf.h"

#include <ctype.h>
#include <string.h>

#include "ecsprobe/util.h"

const char resolv_conf_path[] = "/etc/resolv.conf";

/* resolv.conf(5): the keyword starts the line. */
static bool nameserver_of_line(const char *line, size_t len, struct ip *out)
{
	static const char keyword[] = "nameserver";
	char address[IP_TEXT_BYTES + 32];
	size_t start = sizeof keyword - 1;
	size_t end;

	if (len <= start || memcmp(line, keyword, start) != 0 ||
	    !isblank((unsigned char)line[start]))
		return false;
	while (start < len && isblank((unsigned char)line[start]))
		start++;
	for (end = start; end < len && !isspace((unsigned char)line[end]);)
		end++;
	if (end - start >= sizeof address)
		return false;
	memcpy(address, line + start, end - start);
	address[end - start] = '\0';
	address[strcspn(address, "%")] = '\0'; /* a zone of a link-local address */
	return ip_parse(address, out);
}

size_t resolv_conf_nameservers(const char *text, size_t len, struct ip *nameservers, size_t max)
{
	const char *end = text + len;
	size_t count = 0;

	while (text < end && count < max) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *line_end = newline ? newline : end;

		count += nameserver_of_line(text, (size_t)(line_end - text), &nameservers[count]);
		text = line_end + (newline != NULL);
	}
	return count;
}

static void take_search(struct resolver_settings *settings, char *words)
{
	char *word;

	settings->search_count = 0;
	while ((word = strsep(&words, " \t\r")))
		if (*word && settings->search_count < MAX_SEARCH &&
		    copy_text(settings->search[settings->search_count], SEARCH_BYTES, word))
			settings->search_count++;
}

/* glibc's caps: RES_MAXNDOTS, RES_MAXRETRANS and RES_MAXRETRY of <resolv.h>. */
static unsigned number_of(const char *text, unsigned cap)
{
	unsigned long number = strtoul(text, NULL, 10);

	return number > cap ? cap : (unsigned)number;
}

static void take_option(struct resolver_settings *settings, const char *word)
{
	struct {
		const char *name;
		bool *flag;
		unsigned *number;
		unsigned cap;
	} rows[] = {
		{ "ndots:", NULL, &settings->ndots, 15 },
		{ "timeout:", NULL, &settings->timeout_s, 30 },
		{ "attempts:", NULL, &settings->attempts, 5 },
		{ "rotate", &settings->rotate, NULL, 0 },
		{ "use-vc", &settings->use_vc, NULL, 0 },
		{ "single-request", &settings->single_request, NULL, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t len = strlen(rows[i].name);

		if (rows[i].flag && strcmp(word, rows[i].name) == 0)
			*rows[i].flag = true;
		else if (rows[i].number && strncmp(word, rows[i].name, len) == 0)
			*rows[i].number = number_of(word + len, rows[i].cap);
	}
}

static void take_options(struct resolver_settings *settings, char *words)
{
	char *word;

	while ((word = strsep(&words, " \t\r")))
		take_option(settings, word);
}

static void take_line(struct resolver_settings *settings, char *line)
{
	static const struct {
		const char *keyword;
		void (*take)(struct resolver_settings *settings, char *words);
	} rows[] = {
		{ "search", take_search },
		{ "domain", take_search },
		{ "options", take_options },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t len = strlen(rows[i].keyword);

		if (strncmp(line, rows[i].keyword, len) == 0 && isblank((unsigned char)line[len]))
			rows[i].take(settings, line + len);
	}
}

void resolv_conf_read(struct resolver_settings *settings, const char *text, size_t len)
{
	struct ip all[MAX_NAMESERVERS + 16];
	char *copy = strndup(text, len);
	char *rest = copy;
	char *line;
	size_t found = resolv_conf_nameservers(text, len, all, ARRAY_SIZE(all));

	*settings = (struct resolver_settings){ .ndots = 1, .timeout_s = 5, .attempts = 2 };
	for (size_t i = 0; i < found && i < MAX_NAMESERVERS; i++)
		settings->nameservers[settings->nameserver_count++] = all[i];
	settings->nameserver_excess = found - settings->nameserver_count;
	if (found == 0)
		(void)ip_parse("127.0.0.1", &settings->nameservers[settings->nameserver_count++]);
	while (copy && (line = strsep(&rest, "\n")))
		take_line(settings, line);
	free(copy);
}
