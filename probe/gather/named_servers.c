/* SPDX-License-Identifier: Apache-2.0 */
#include "named_servers.h"

#include <ctype.h>
#include <fnmatch.h>
#include <string.h>
#include <strings.h>

#include "ecsprobe/util.h"

/* Colons and brackets are not among them: addresses have them. */
static const char separators[] = " \t\r\n\v\f,;={}()<>|\\\"'";
static const char blanks[] = " \t\r\v\f";

struct scan {
	const struct server_words *words;
	servers_fn each;
	void *arg;
	const char *before; /* the word before this one; "" at the first */
	bool names;         /* the last key is one of the words */
	bool is_outside;    /* of the sections that count */
	bool goes_on;       /* the next line belongs to this one */
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

/* The line ends within a text: "nameserver 10.0.0.2\nnameserver 10.0.0.3". */
static void blank_escapes(char *text)
{
	for (; (text = strchr(text, '\\')) && text[1]; text++)
		if (strchr("nrt", text[1]))
			memset(text, ' ', 2);
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

/* WORD: a key in the formats that have no sign for one. */
enum role { VALUE, WORD, KEY, EMPTY_KEY };

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
		return isdigit((unsigned char)behind[strspn(behind, " \t\r\n")]) ? WORD : VALUE;
	return strchr(",;]}", *behind) ? VALUE : WORD;
}

static bool has_sections(const struct scan *scan)
{
	return scan->words->sections[0] != NULL;
}

static bool matches(const struct scan *scan, const char *const *patterns, size_t count,
		    const char *word)
{
	int flags = has_sections(scan) ? 0 : FNM_CASEFOLD;

	for (size_t i = 0; i < count && patterns[i]; i++)
		if (fnmatch(patterns[i], word, flags) == 0)
			return true;
	return false;
}

static bool names_servers(const struct scan *scan, const char *word)
{
	const struct server_words *words = scan->words;

	return !scan->is_outside && matches(scan, words->keys, ARRAY_SIZE(words->keys), word) &&
	       (!words->verbs[0] ||
		matches(scan, words->verbs, ARRAY_SIZE(words->verbs), scan->before));
}

static void take_key(struct scan *scan, const char *word, enum role role)
{
	scan->names = names_servers(scan, word);
	if (scan->names && role == EMPTY_KEY)
		scan->each(scan->arg, SERVERS_TAKEN_BACK, NULL, scan->line);
}

/* An alias, a host name or a variable in place of an address, or cloud-init's
 * "type: nameserver". */
static void take_value(struct scan *scan, const char *word)
{
	bool is_block = strchr(word, '/');

	if (scan->words->doubts && !is_block && (scan->names || names_servers(scan, word)))
		scan->each(scan->arg, SERVERS_IN_DOUBT, NULL, scan->line);
}

/* The file named here may name nameservers too. */
static void take_included(struct scan *scan, const char *word)
{
	const struct server_words *words = scan->words;

	if (matches(scan, words->includes, ARRAY_SIZE(words->includes), scan->before) &&
	    !(words->included && strstr(word, words->included)))
		scan->each(scan->arg, SERVERS_IN_DOUBT, NULL, scan->line);
}

/* Between a line's key and its end is no other one, nor directly behind the word that a
 * command writes into resolv.conf. */
static bool is_behind_key(const struct scan *scan)
{
	return has_sections(scan) || (scan->names && strcasecmp(scan->before, "nameserver") == 0);
}

static void take_word(struct scan *scan, char *word, size_t len, enum role role)
{
	/* A variable, a format or the output of a command. */
	bool is_made_later = strchr("$%`", *word) != NULL;
	struct ip ip;

	if (address_of(word, &ip)) {
		if (scan->names)
			scan->each(scan->arg, SERVER_NAMED, &ip, scan->line);
		scan->before = word;
		return;
	}
	take_included(scan, word);
	/* The name of an anchor changes nothing, and punctuation is no word. */
	if (*word == '&' ||
	    (!is_made_later &&
	     !strpbrk(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")))
		return;
	if (is_made_later || (role == WORD && is_behind_key(scan)))
		role = VALUE;
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

static bool is_counted(const struct scan *scan, char *name)
{
	size_t len = strcspn(name, "]\n");
	char end = name[len];
	bool is_one;

	name[len] = '\0';
	is_one = matches(scan, scan->words->sections, ARRAY_SIZE(scan->words->sections), name);
	name[len] = end;
	return is_one;
}

/* Where the line's words begin.  What was a comment ends no line that goes on. */
static char *begin_line(struct scan *scan, char *line)
{
	size_t len = strcspn(line, "\n");
	size_t blank = strspn(line, blanks);
	/* Keyfiles know no such lines: what can be no address begins a section. */
	bool belongs = scan->goes_on && !(line[blank] == '[' && !memchr(line, ':', len));

	if (!has_sections(scan))
		return line;
	if (len == 0 || blank < len)
		scan->goes_on = len && line[len - 1] == '\\';
	if (belongs)
		return line;
	scan->names = false;
	if (line[blank] != '[')
		return line;
	scan->is_outside = !is_counted(scan, line + blank + 1);
	return line + len;
}

void servers_scan(char *text, const struct server_words *words, servers_fn each, void *arg)
{
	struct scan scan = { words, each, arg, "", .is_outside = words->sections[0], .line = 1 };

	blank_comments(text);
	blank_escapes(text);
	text = begin_line(&scan, text);
	while (*text) {
		size_t len = strcspn(text, separators);
		enum role role = len ? role_of(text + len) : VALUE;
		char end = text[len];

		text[len] = '\0';
		if (len)
			take_word(&scan, text, len, role);
		/* The file that a command writes. */
		scan.names = scan.names && end != '>';
		scan.line += end == '\n';
		text += len + (end != '\0');
		if (end == '\n')
			text = begin_line(&scan, text);
	}
}
