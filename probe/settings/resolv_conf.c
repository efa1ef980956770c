/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/resolv_conf.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "ecsprobe/util.h"

const char resolv_conf_path[] = "/etc/resolv.conf";
const char hosts_path[] = "/etc/hosts";

struct nameserver {
	struct ip ip;
	char zone_id[ZONE_ID_BYTES];
};

static size_t skip_blanks(const char *line, size_t len, size_t at)
{
	while (at < len && isblank((unsigned char)line[at]))
		at++;
	return at;
}

/* More may stand in an interface's name, but not where c-ares reads it; and in a domain, but
 * no host name is found there. */
static const char name_characters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789.-_";

static bool nameserver_of_line(const char *line, size_t len, struct nameserver *out)
{
	static const char keyword[] = "nameserver";
	char address[IP_TEXT_BYTES + 32];
	size_t start = skip_blanks(line, len, 0);
	size_t end = start + sizeof keyword - 1;
	char *zone_id;

	if (len <= end || memcmp(line + start, keyword, sizeof keyword - 1) != 0 ||
	    !isblank((unsigned char)line[end]))
		return false;
	start = skip_blanks(line, len, end);
	for (end = start; end < len && !isspace((unsigned char)line[end]);)
		end++;
	if (end - start >= sizeof address)
		return false;
	memcpy(address, line + start, end - start);
	address[end - start] = '\0';
	zone_id = address + strcspn(address, "%");
	if (*zone_id)
		*zone_id++ = '\0';
	*out = (struct nameserver){ 0 };
	return ip_parse(address, &out->ip) && zone_id[strspn(zone_id, name_characters)] == '\0' &&
	       copy_text(out->zone_id, sizeof out->zone_id, zone_id);
}

static size_t find_nameservers(const char *text, size_t len, struct nameserver *found, size_t max)
{
	const char *end = text + len;
	size_t count = 0;

	while (text < end && count < max) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *line_end = newline ? newline : end;

		count += nameserver_of_line(text, (size_t)(line_end - text), &found[count]);
		text = line_end + (newline != NULL);
	}
	return count;
}

size_t resolv_conf_nameservers(const char *text, size_t len, struct ip *nameservers, size_t max)
{
	struct nameserver *found = xcalloc(max, sizeof *found);
	size_t count = find_nameservers(text, len, found, max);

	for (size_t i = 0; i < count; i++)
		nameservers[i] = found[i].ip;
	free(found);
	return count;
}

static void take_domain(struct resolver_settings *settings, const char *domain)
{
	if (domain[strspn(domain, name_characters)] == '\0' &&
	    settings->search_count < MAX_SEARCH &&
	    copy_text(settings->search[settings->search_count], SEARCH_BYTES, domain))
		settings->search_count++;
}

static void take_words(struct resolver_settings *settings, char *words, size_t max)
{
	char *word;

	settings->search_count = 0;
	settings->names_search = false;
	while (max && (word = strsep(&words, " \t\r"))) {
		max -= *word != '\0';
		/* The root adds nothing to a name. */
		if (!*word || strcmp(word, ".") == 0)
			continue;
		settings->names_search = true;
		take_domain(settings, word);
	}
}

static void take_search(struct resolver_settings *settings, char *words)
{
	take_words(settings, words, SIZE_MAX);
}

/* Go and glibc read one, and no more. */
static void take_one_domain(struct resolver_settings *settings, char *words)
{
	if (words[strspn(words, " \t\r")] == '\0')
		return;
	take_words(settings, words, 1);
	/* Unlike "search .", Go takes "domain ." for a list. */
	settings->names_search = true;
}

/* dnsDefaultSearch() of net/dnsconfig.go, and res_init.c of glibc. */
static void take_default_search(struct resolver_settings *settings, const char *host_name)
{
	const char *dot = strchr(host_name, '.');

	if (!settings->names_search && dot && dot[1])
		take_domain(settings, dot + 1);
}

/* glibc's caps: RES_MAXNDOTS, RES_MAXRETRANS and RES_MAXRETRY of <resolv.h>.  No wait and
 * no attempt at all is one to Go. */
static unsigned number_of(const char *text, unsigned least, unsigned cap)
{
	unsigned long number = strtoul(text, NULL, 10);

	if (number < least)
		return least;
	return number > cap ? cap : (unsigned)number;
}

static void take_option(struct resolver_settings *settings, const char *word)
{
	struct {
		const char *name;
		bool *flag;
		unsigned *number;
		unsigned least, cap;
	} rows[] = {
		{ "ndots:", NULL, &settings->ndots, 0, 15 },
		{ "timeout:", NULL, &settings->timeout_s, 1, 30 },
		{ "attempts:", NULL, &settings->attempts, 1, 5 },
		{ "rotate", &settings->rotate, NULL, 0, 0 },
		{ "use-vc", &settings->use_vc, NULL, 0, 0 },
		{ "usevc", &settings->use_vc, NULL, 0, 0 },
		{ "tcp", &settings->use_vc, NULL, 0, 0 },
		{ "single-request", &settings->single_request, NULL, 0, 0 },
		{ "single-request-reopen", &settings->single_request, NULL, 0, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t len = strlen(rows[i].name);

		if (rows[i].flag && strcmp(word, rows[i].name) == 0)
			*rows[i].flag = true;
		else if (rows[i].number && strncmp(word, rows[i].name, len) == 0)
			*rows[i].number = number_of(word + len, rows[i].least, rows[i].cap);
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
		{ "domain", take_one_domain },
		{ "options", take_options },
	};

	line += strspn(line, " \t");
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		size_t len = strlen(rows[i].keyword);

		if (strncmp(line, rows[i].keyword, len) == 0 &&
		    strchr(" \t\r", line[len])) /* also at the end of the line */
			rows[i].take(settings, line + len);
	}
}

static void take_nameservers(struct resolver_settings *settings, const char *text, size_t len)
{
	struct nameserver all[MAX_NAMESERVERS + 16];
	size_t found = find_nameservers(text, len, all, ARRAY_SIZE(all));

	for (size_t i = 0; i < found; i++) {
		size_t n = settings->nameserver_count;

		if (n < MAX_NAMESERVERS) {
			settings->nameservers[n] = all[i].ip;
			(void)copy_text(settings->zone_ids[n], ZONE_ID_BYTES, all[i].zone_id);
			settings->nameserver_count++;
			continue;
		}
		if (settings->nameserver_excess < MAX_IGNORED_SERVERS)
			settings->ignored[settings->nameserver_excess] = all[i].ip;
		settings->nameserver_excess++;
	}
	settings->names_none = found == 0;
	if (found == 0) {
		(void)ip_parse("127.0.0.1", &settings->nameservers[0]);
		(void)ip_parse("::1", &settings->nameservers[1]);
		settings->nameserver_count = 2;
	}
}

void resolv_conf_read(struct resolver_settings *settings, const char *text, size_t len,
		      const char *host_name)
{
	char *copy = strndup(text, len);
	char *rest = copy;
	char *line;

	*settings = (struct resolver_settings){ .ndots = 1, .timeout_s = 5, .attempts = 2 };
	take_nameservers(settings, text, len);
	while (copy && (line = strsep(&rest, "\n")))
		take_line(settings, line);
	take_default_search(settings, host_name);
	free(copy);
}

static unsigned count_dots(const char *name)
{
	unsigned count = 0;

	for (; *name; name++)
		count += *name == '.';
	return count;
}

/* nameList() of net/dnsclient_unix.go, and res_search(3). */
size_t resolv_conf_search_names(const struct resolver_settings *settings, const char *host,
				char names[static MAX_SEARCH][HOST_BYTES])
{
	size_t count = 0;

	if (count_dots(host) >= settings->ndots)
		return 0;
	for (size_t i = 0; i < settings->search_count; i++) {
		int len = snprintf(names[count], HOST_BYTES, "%s.%s", host, settings->search[i]);

		count += len > 0 && len < HOST_BYTES;
	}
	return count;
}

static bool search_alike(const struct resolver_settings *a, const struct resolver_settings *b)
{
	if (a->search_count != b->search_count)
		return false;
	for (size_t i = 0; i < a->search_count; i++)
		if (strcmp(a->search[i], b->search[i]) != 0)
			return false;
	return true;
}

bool resolv_conf_asks_alike(const struct resolver_settings *a, const struct resolver_settings *b)
{
	return a->ndots == b->ndots && search_alike(a, b) && a->timeout_s == b->timeout_s &&
	       a->attempts == b->attempts && a->rotate == b->rotate && a->use_vc == b->use_vc &&
	       a->single_request == b->single_request;
}
