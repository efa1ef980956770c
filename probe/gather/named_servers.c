/* SPDX-License-Identifier: Apache-2.0 */
#include "named_servers.h"

#include <ctype.h>
#include <fnmatch.h>
#include <string.h>
#include <strings.h>

#include "ecsprobe/util.h"

/* Colons and brackets are not among them: addresses have them. */
static const char separators[] = " \t\r\n\v\f,;={}()<>|\\\"'";

struct scan {
	const struct server_words *words;
	servers_fn each;
	void *arg;
	const char *before; /* the word before this one; "" at the first */
	bool names;         /* the last key is one of the words */
	unsigned line;
};

/* A '#' begins a comment at the start of a line and behind a blank, a ';' only at the start:
 * it also stands between the values of a list. */
static void blank_comments(char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");
		size_t at = strspn(text, " \t");
		bool is_comment = text[at] == '#' || text[at] == ';';

		for (; !is_comment && at < len; at++)
			is_comment = text[at + 1] == '#' && strchr(" \t", text[at]);
		if (is_comment)
			memset(text + at, ' ', len - at);
		text += len + (text[len] != '\0');
	}
}

/* The address of "10.0.0.2:53", "[fd00::2]:53", "fe80::2%eth0", "10.0.0.2#name" and
 * "dns+tls://10.0.0.2", and of "[10.0.0.2" and "10.0.0.2]" at the ends of a list. */
static bool address_of(const char *word, struct ip *out)
{
	const char *scheme = strstr(word, "://");
	char copy[128];
	char *colon;
	bool is_one;

	word = scheme ? scheme + 3 : word;
	(void)copy_text(copy, sizeof copy, word + strspn(word, "["));
	copy[strcspn(copy, "%#]")] = '\0';
	colon = strchr(copy, ':');
	if (colon && !strchr(colon + 1, ':'))
		*colon = '\0';
	is_one = ip_parse(copy, out);
	/* A keyfile also has passwords. */
	text_wipe_bytes(copy, sizeof copy);
	return is_one;
}

enum role { VALUE, KEY, EMPTY_KEY };

/* What a word is by what stands behind it: the last one of a line, a list or a statement is
 * a value, unless the next line begins with an address. */
static enum role role_of(const char *behind)
{
	behind += strspn(behind, "\"' \t\r");
	if (*behind == '=') {
		behind += 1 + strspn(behind + 1, " \t\r");
		return *behind && *behind != '\n' ? KEY : EMPTY_KEY;
	}
	if (*behind == '\n')
		return isdigit((unsigned char)behind[strspn(behind, " \t\r\n")]) ? KEY : VALUE;
	return strchr(",;]}", *behind) ? VALUE : KEY;
}

static bool matches(const char *const *patterns, size_t count, const char *word)
{
	for (size_t i = 0; i < count && patterns[i]; i++)
		if (fnmatch(patterns[i], word, FNM_CASEFOLD) == 0)
			return true;
	return false;
}

static bool names_servers(const struct scan *scan, const char *word)
{
	const struct server_words *words = scan->words;

	return matches(words->keys, ARRAY_SIZE(words->keys), word) &&
	       (!words->verbs[0] || matches(words->verbs, ARRAY_SIZE(words->verbs), scan->before));
}

static void take_key(struct scan *scan, const char *word, enum role role)
{
	scan->names = names_servers(scan, word);
	if (scan->names && role == EMPTY_KEY)
		scan->each(scan->arg, SERVERS_TAKEN_BACK, NULL, scan->line);
	if (scan->words->doubts && strcasecmp(word, "include") == 0)
		scan->each(scan->arg, SERVERS_IN_DOUBT, NULL, scan->line);
}

/* An alias or a host name in place of an address, or cloud-init's "type: nameserver". */
static void take_value(struct scan *scan, const char *word)
{
	bool is_block = strchr(word, '/');

	if (scan->words->doubts && !is_block && (scan->names || names_servers(scan, word)))
		scan->each(scan->arg, SERVERS_IN_DOUBT, NULL, scan->line);
}

static void take_word(struct scan *scan, char *word, size_t len, enum role role)
{
	struct ip ip;

	if (address_of(word, &ip)) {
		if (scan->names)
			scan->each(scan->arg, SERVER_NAMED, &ip, scan->line);
		return;
	}
	/* The name of an anchor changes nothing, and punctuation is no word. */
	if (*word == '&' || !strpbrk(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		return;
	if (word[len - 1] == ':') {
		word[len - 1] = '\0';
		role = KEY;
	}
	if (role == VALUE)
		take_value(scan, word);
	else
		take_key(scan, word, role);
	scan->before = word;
}

void servers_scan(char *text, const struct server_words *words, servers_fn each, void *arg)
{
	struct scan scan = { words, each, arg, "", false, 1 };

	blank_comments(text);
	while (*text) {
		size_t len = strcspn(text, separators);
		enum role role = len ? role_of(text + len) : VALUE;
		char end = text[len];

		text[len] = '\0';
		if (len)
			take_word(&scan, text, len, role);
		scan.line += end == '\n';
		text += len + (end != '\0');
	}
}
