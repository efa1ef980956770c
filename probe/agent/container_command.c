/* SPDX-License-Identifier: Apache-2.0 */
/* Parses command lines of docker(1), podman(1) and sh(1), as far as needed to see which container
 * they are about. */
#include "container_command.h"

#include <string.h>

enum { MIN_ID = 12 };

static const char container[] = "ecs-agent";
static const char image[] = "amazon-ecs-agent";

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool is_one_of(const char *word, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(word, *words) == 0)
			return true;
	return false;
}

bool command_is_client(const char *program)
{
	static const char *const names[] = { "docker", "docker-current", "systemd-docker",
					     "podman", "podman-remote",  NULL };

	return is_one_of(base_name(program), names);
}

static bool is_shell(const char *program)
{
	static const char *const names[] = { "sh",  "bash", "dash",    "ash",
					     "ksh", "zsh",  "busybox", NULL };

	return is_one_of(base_name(program), names);
}

bool command_is_wrapper(const char *program)
{
	static const char *const names[] = { "sudo",    "env",       "timeout",     "flock",
					     "nice",    "ionice",    "setsid",      "tini",
					     "chrt",    "dumb-init", "systemd-cat", "stdbuf",
					     "runuser", "setpriv",   "exec",        NULL };

	return is_shell(program) || is_one_of(base_name(program), names);
}

bool command_is_harmless(const char *program)
{
	static const char *const names[] = { "mkdir", "sleep",    "test",      "[",
					     "true",  "iptables", "ip6tables", "sysctl",
					     "chmod", "chown",    "touch",     "ln",
					     "cp",    "echo",     "modprobe",  NULL };

	return is_one_of(base_name(program), names);
}

/* --- one client --------------------------------------------------------------- */

struct words {
	const char *const *items;
	size_t count, next;
};

static const char *take(struct words *words)
{
	return words->next < words->count ? words->items[words->next++] : NULL;
}

/* Of all options of a subcommand those that take no value: the others do, behind
 * their "=" or as the next word. */
static const char *const flags_of_run[] = {
	"--detach",      "--disable-content-trust",
	"--help",        "--init",
	"--interactive", "--no-healthcheck",
	"--privileged",  "--oom-kill-disable",
	"--publish-all", "--quiet",
	"--read-only",   "--rm",
	"--sig-proxy",   "--tty",
	"--replace",     "--rmi",
	"--no-hosts",    "--use-api-socket",
	"--tls-verify",  NULL,
};
static const char *const flags_of_others[] = {
	"--attach", "--interactive", "--force",    "--link",  "--volumes", "--no-stdin",
	"--all",    "--sig-proxy",   "--all-tags", "--quiet", NULL,
};
static const char *const flags_of_client[] = { "--debug",  "--tls",    "--tlsverify",
					       "--remote", "--syslog", NULL };

struct option {
	char name[32];     /* "--name"; of short ones "-it", those without a value */
	const char *value; /* NULL: none */
};

/* Among short options joined in one word only the last may take a value. */
static bool short_takes_value(const char *word, const char *bare)
{
	size_t len = strlen(word);

	return word[1 + strspn(word + 1, bare)] != '\0' && strchr(bare, word[len - 1]) == NULL &&
	       strspn(word + 1, bare) == len - 2;
}

/* False where the word is none: it is left where it is. */
static bool take_option(struct words *words, const char *const *flags, const char *bare,
			struct option *option)
{
	const char *word = words->next < words->count ? words->items[words->next] : NULL;
	size_t len;

	if (!word || word[0] != '-' || !word[1])
		return false;
	words->next++;
	*option = (struct option){ .value = NULL };
	if (word[1] != '-') {
		len = 1 + strspn(word + 1, bare);
		if (len >= sizeof option->name)
			len = sizeof option->name - 1;
		memcpy(option->name, word, len);
		if (short_takes_value(word, bare))
			option->value = take(words);
		return true;
	}
	len = strcspn(word, "=");
	if (len >= sizeof option->name)
		len = sizeof option->name - 1;
	memcpy(option->name, word, len);
	option->name[len] = '\0';
	if (strchr(word, '='))
		option->value = strchr(word, '=') + 1;
	else if (!is_one_of(option->name, flags))
		option->value = take(words);
	return true;
}

/* A flag that is given, and not as "=false". */
static bool is_on(const struct option *option, const char *name, char letter)
{
	bool given = option->name[1] == '-' ? strcmp(option->name, name) == 0
					    : letter && strchr(option->name + 1, letter);

	return given && !(option->value &&
			  (strcmp(option->value, "false") == 0 || strcmp(option->value, "0") == 0));
}

/* A name that systemd or a shell is yet to fill in is this one, where the image is. */
static bool is_name(const char *name, bool agents_image)
{
	return strcmp(name, container) == 0 || (strchr(name, '$') && agents_image);
}

/* What a shell does last is what stays. */
static void add(struct command_reading *reading, unsigned does)
{
	if (does & (COMMAND_RUNS | COMMAND_STARTS | COMMAND_WAITS))
		reading->does &= ~(unsigned)COMMAND_DETACHES;
	reading->does |= does;
}

static void read_run(struct command_reading *reading, struct words *words, bool creates)
{
	static const char bare[] = "diPqt";
	struct option option;
	const char *name = "";
	const char *of_image;
	unsigned does = COMMAND_RUNS | (creates ? COMMAND_DETACHES : 0);

	while (take_option(words, flags_of_run, bare, &option)) {
		if (strcmp(option.name, "--name") == 0 && option.value)
			name = option.value;
		if (is_on(&option, "--detach", 'd'))
			does |= COMMAND_DETACHES;
		if (is_on(&option, "--rm", '\0') || is_on(&option, "--replace", '\0'))
			does |= COMMAND_CLEANS;
		if (strcmp(option.name, "--pull") == 0 && option.value &&
		    strcmp(option.value, "always") == 0)
			does |= COMMAND_PULLS;
	}
	of_image = take(words);
	if (is_name(name, of_image && strstr(of_image, image)))
		add(reading, does);
}

static bool is_id(const char *word)
{
	size_t len = strlen(word);

	return len >= MIN_ID && len < COMMAND_ID_BYTES && strspn(word, "0123456789abcdef") == len;
}

/* The subcommands that take containers, or an image, by name. */
static void read_names(struct command_reading *reading, struct words *words, unsigned does,
		       bool (*fits)(const char *word))
{
	struct option option;
	const char *word;
	bool attached = false;
	bool forced = false;
	bool waits = does & COMMAND_WAITS;
	const char *id = "";
	unsigned found = 0;

	while (words->next < words->count) {
		if (take_option(words, flags_of_others, "afilv", &option)) {
			attached |= is_on(&option, "--attach", 'a') ||
				    is_on(&option, "--interactive", 'i');
			forced |= is_on(&option, "--force", 'f');
			continue;
		}
		word = take(words);
		if (fits(word)) {
			found = does;
		} else if (!found && is_id(word)) {
			found = does | COMMAND_BY_ID;
			id = word;
		}
	}
	/* A name beside it says more. */
	if (found & COMMAND_BY_ID)
		(void)copy_text(reading->id, sizeof reading->id, id);
	if (found && (found & COMMAND_STARTS) && !attached && !waits)
		found |= COMMAND_DETACHES;
	if ((found & COMMAND_REMOVES) && forced)
		found |= COMMAND_FORCES;
	add(reading, found);
}

static bool is_container(const char *word)
{
	return strcmp(word, container) == 0;
}

static bool is_image(const char *word)
{
	return strstr(word, image) != NULL;
}

static const struct {
	const char *word;
	unsigned does;
} subcommands[] = {
	{ "run", COMMAND_RUNS },     { "create", COMMAND_RUNS | COMMAND_DETACHES },
	{ "start", COMMAND_STARTS }, { "wait", COMMAND_WAITS },
	{ "attach", COMMAND_WAITS }, { "rm", COMMAND_REMOVES },
	{ "pull", COMMAND_PULLS },
};

static void read_client(struct command_reading *reading, struct words *words)
{
	bool podman = strncmp(base_name(words->items[words->next]), "podman", 6) == 0;
	unsigned before = reading->does;
	struct option option;
	const char *word;

	words->next++;
	while (take_option(words, flags_of_client, "Dv", &option))
		continue;
	word = take(words);
	if (word && (strcmp(word, "container") == 0 || strcmp(word, "image") == 0))
		word = take(words);
	for (size_t i = 0; word && i < ARRAY_SIZE(subcommands); i++) {
		if (strcmp(subcommands[i].word, word) != 0)
			continue;
		if (subcommands[i].does & COMMAND_RUNS)
			read_run(reading, words, subcommands[i].does & COMMAND_DETACHES);
		else
			read_names(reading, words, subcommands[i].does,
				   subcommands[i].does & COMMAND_PULLS ? is_image : is_container);
		break;
	}
	if (podman && reading->does != before)
		reading->does |= COMMAND_PODMAN;
}

/* --- a shell's text ------------------------------------------------------------- */

static const char separators[] = ";&|(){}\n";

/* One word of it, its quotes taken away; false at the end of a command. */
static bool take_word(const char **at, char *out)
{
	const char *text = *at;
	char *end = out;
	char quote = '\0';

	while (*text == ' ' || *text == '\t' || (text[0] == '\\' && text[1] == '\n'))
		text += *text == '\\' ? 2 : 1;
	*at = text;
	if (!*text || strchr(separators, *text))
		return false;
	for (; *text && (quote || (!strchr(" \t", *text) && !strchr(separators, *text))); text++) {
		if (quote ? *text == quote : (*text == '"' || *text == '\'')) {
			quote = quote ? '\0' : *text;
			continue;
		}
		if (text[0] == '\\' && text[1] && quote != '\'')
			text++;
		*end++ = *text;
	}
	*end = '\0';
	*at = text;
	return true;
}

static bool leads(const char *word)
{
	static const char *const keywords[] = { "if",    "then", "else", "do", "while",
						"until", "!",    "time", NULL };

	return is_one_of(word, keywords) || command_is_wrapper(word) ||
	       (strchr(word, '=') && word[0] != '-');
}

static void read_simple(struct command_reading *reading, const char *const *items, size_t count)
{
	struct words words = { .items = items, .count = count };

	bool wrapped = false;

	while (words.next < count &&
	       (leads(items[words.next]) || (wrapped && !command_is_client(items[words.next]))))
		wrapped |= command_is_wrapper(items[words.next++]);
	if (words.next < count && command_is_client(items[words.next]))
		read_client(reading, &words);
}

/* The result of a substitution is not known, and the rest of the text does not matter here. */
static void read_text(struct command_reading *reading, const char *text)
{
	CLEANUP(cleanup_free) char *bytes = xcalloc(2 * strlen(text) + 2, 1);
	CLEANUP(cleanup_free) const char **items = xcalloc(MAX_COMMAND_WORDS, sizeof *items);
	char *free_bytes = bytes;
	size_t count = 0;

	if (strchr(text, '`') || strstr(text, "$("))
		reading->does |= COMMAND_UNREAD;
	for (;;) {
		if (take_word(&text, free_bytes)) {
			if (count < MAX_COMMAND_WORDS)
				items[count++] = free_bytes;
			free_bytes += strlen(free_bytes) + 1;
			continue;
		}
		read_simple(reading, items, count);
		count = 0;
		if (!*text)
			return;
		text++;
	}
}

/* Behind -c, -ec, -xc and the like; NULL: a script in a file, or none. */
static const char *text_of_shell(const char *const *words, size_t count)
{
	for (size_t i = 1; i + 1 < count && words[i][0] == '-'; i++)
		if (words[i][1] != '-' && strchr(words[i], 'c'))
			return words[i + 1];
	return NULL;
}

void command_read(struct command_reading *reading, const char *const *words, size_t count)
{
	struct words client = { .items = words, .count = count };
	const char *text;

	*reading = (struct command_reading){ 0 };
	if (count == 0)
		return;
	if (is_shell(words[0])) {
		text = text_of_shell(words, count);
		if (text)
			read_text(reading, text);
		else
			reading->does |= COMMAND_UNREAD;
		return;
	}
	while (client.next < count && !command_is_client(words[client.next]))
		client.next++;
	if (client.next < count && (client.next == 0 || command_is_wrapper(words[0])))
		read_client(reading, &client);
	else
		reading->does |= COMMAND_UNREAD;
}
