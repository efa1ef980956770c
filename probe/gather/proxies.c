/* SPDX-License-Identifier: Apache-2.0 */
#include "proxies.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <systemd/sd-json.h>

#include "deciding.h"
#include "ecsprobe/util.h"

enum { MAX_DROP_INS = 64 };

static void replace(char **field, const char *value)
{
	text_wipe(*field);
	free(*field);
	*field = xstrdup(value);
}

enum { HTTPS, HTTP, NO, VARIABLES };
enum { UPPER, LOWER, SPELLINGS };

static const char *const keys[SPELLINGS][VARIABLES] = {
	[UPPER] = { [HTTPS] = "HTTPS_PROXY", [HTTP] = "HTTP_PROXY", [NO] = "NO_PROXY" },
	[LOWER] = { [HTTPS] = "https_proxy", [HTTP] = "http_proxy", [NO] = "no_proxy" },
};

/* As Go has it: two variables, and the upper-case one counts whenever it says
 * anything. */
static void settle(struct proxy_settings *settings, size_t variable)
{
	char **fields[VARIABLES] = {
		[HTTPS] = &settings->https_proxy,
		[HTTP] = &settings->http_proxy,
		[NO] = &settings->no_proxy,
	};
	const char *upper = settings->spelled[UPPER][variable];
	const char *lower = settings->spelled[LOWER][variable];

	if (upper && *upper)
		replace(fields[variable], upper);
	else
		replace(fields[variable], lower ? lower : upper);
}

static void take(struct proxy_settings *settings, const char *key, const char *value,
		 const char *source)
{
	for (size_t s = 0; s < SPELLINGS; s++) {
		for (size_t v = 0; v < VARIABLES; v++) {
			if (strcmp(keys[s][v], key) != 0)
				continue;
			replace(&settings->spelled[s][v], value);
			settle(settings, v);
			(void)copy_text(settings->source, sizeof settings->source, source);
		}
	}
}

/* KEY=VALUE; whether quotes come off is a matter of the file's own reader. */
static void take_assignment(struct proxy_settings *settings, char *assignment, const char *source)
{
	char *equals = strchr(assignment, '=');

	if (!equals)
		return;
	*equals = '\0';
	take(settings, assignment, equals + 1, source);
}

static char *trim(char *text)
{
	size_t len;

	while (isspace((unsigned char)*text))
		text++;
	len = strlen(text);
	while (len && isspace((unsigned char)text[len - 1]))
		text[--len] = '\0';
	return text;
}

/* Calls each for every line of the text, which is cut up. */
static void each_line(char *text, void (*each)(void *arg, char *line), void *arg)
{
	char *next = text;

	while (next) {
		char *line = next;

		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		each(arg, trim(line));
	}
}

struct reader {
	struct proxy_settings *settings;
	const char *source;
};

static void on_config_line(void *arg, char *line)
{
	struct reader *reader = arg;

	take_assignment(reader->settings, line, reader->source);
}

void proxies_read_ecs_config(struct proxy_settings *settings, char *text, const char *source)
{
	struct reader reader = { settings, source };

	each_line(text, on_config_line, &reader);
}

/* An environment file of systemd: quotes around the value come off. */
static void on_environment_line(void *arg, char *line)
{
	struct reader *reader = arg;
	char *value = strchr(line, '=');
	size_t len;

	if (*line == '#' || *line == ';' || !value)
		return;
	value++;
	len = strlen(value);
	if (len >= 2 && (*value == '"' || *value == '\'') && value[len - 1] == *value) {
		memmove(value, value + 1, len - 2);
		value[len - 2] = '\0';
	}
	take_assignment(reader->settings, line, reader->source);
}

/* The next word as systemd splits them: quotes anywhere in it group and come
 * off, a backslash keeps the next character, "%%" is one percent sign.  Written
 * over the text it is read from.  NULL at the end. */
static char *next_word(char **cursor)
{
	char *in = *cursor;
	char quote = '\0';
	char *word;
	char *out;

	while (isspace((unsigned char)*in))
		in++;
	word = out = in;
	if (!*in)
		return NULL;
	for (; *in && (quote || !isspace((unsigned char)*in)); in++) {
		if (*in == quote) {
			quote = '\0';
		} else if (!quote && (*in == '"' || *in == '\'')) {
			quote = *in;
		} else {
			if ((*in == '\\' && in[1]) || (*in == '%' && in[1] == '%'))
				in++;
			*out++ = *in;
		}
	}
	*cursor = *in ? in + 1 : in;
	*out = '\0';
	return word;
}

static void drop(char **field)
{
	text_wipe(*field);
	free(*field);
	*field = NULL;
}

static void forget(struct proxy_settings *settings)
{
	drop(&settings->https_proxy);
	drop(&settings->http_proxy);
	drop(&settings->no_proxy);
	for (size_t s = 0; s < SPELLINGS; s++)
		for (size_t v = 0; v < VARIABLES; v++)
			drop(&settings->spelled[s][v]);
}

/* The value of "name = value", NULL when the line sets something else. */
static char *value_of(char *line, const char *name)
{
	size_t len = strlen(name);
	char *rest = line + len;

	if (strncmp(line, name, len) != 0)
		return NULL;
	while (isblank((unsigned char)*rest))
		rest++;
	return *rest == '=' ? trim(rest + 1) : NULL;
}

/* What one unit and its drop-ins say: files beat assignments, whatever their
 * order, and each can be taken back alone. */
struct unit {
	struct host_facts *host; /* borrowed: notes what cannot be read */
	const char *source;
	struct proxy_settings assigned, of_files;
};

static void read_environment_file(struct unit *unit, const char *path)
{
	struct reader reader = { &unit->of_files, path };
	size_t len;
	char *text = read_deciding_file(unit->host, path, &len);

	if (!text)
		return;
	each_line(text, on_environment_line, &reader);
	text_wipe_bytes(text, len);
	free(text);
}

static void on_unit_line(void *arg, char *line)
{
	struct unit *unit = arg;
	char *environment = value_of(line, "Environment");
	char *file = value_of(line, "EnvironmentFile");
	char *word;

	/* Nothing assigned takes back what was before. */
	if (environment && !*environment)
		forget(&unit->assigned);
	if (file && !*file)
		forget(&unit->of_files);
	while (environment && (word = next_word(&environment)))
		take_assignment(&unit->assigned, word, unit->source);
	if (file && *file)
		read_environment_file(unit, file + (*file == '-'));
}

/* A comment is as good as not there, also in the middle of a line that goes on
 * behind a backslash. */
static void join_lines(char *text)
{
	char *line = text;

	while (*line) {
		size_t len = strcspn(line, "\n");
		size_t blank = strspn(line, " \t");

		if (line[blank] == '#' || line[blank] == ';')
			memset(line, ' ', len + (line[len] == '\n' && line != text));
		line += len + (line[len] != '\0');
	}
	for (char *p = text; *p; p++)
		if (p[0] == '\\' && p[1] == '\n')
			p[0] = p[1] = ' ';
}

static void read_unit_text(struct unit *unit, char *text, const char *source)
{
	unit->source = source;
	join_lines(text);
	each_line(text, on_unit_line, unit);
}

static void hand_over(struct proxy_settings *settings, const struct proxy_settings *from)
{
	for (size_t s = 0; s < SPELLINGS; s++)
		for (size_t v = 0; v < VARIABLES; v++)
			if (from->spelled[s][v])
				take(settings, keys[s][v], from->spelled[s][v], from->source);
}

static void unit_done(struct unit *unit, struct proxy_settings *settings)
{
	hand_over(settings, &unit->assigned);
	hand_over(settings, &unit->of_files);
	forget(&unit->assigned);
	forget(&unit->of_files);
}

void proxies_read_unit(struct proxy_settings *settings, char *text, const char *source)
{
	struct host_facts unreadable = { 0 }; /* nobody to tell */
	struct unit unit = { .host = &unreadable };

	read_unit_text(&unit, text, source);
	unit_done(&unit, settings);
}

static bool read_unit_file(struct unit *unit, const char *path)
{
	size_t len;
	struct stat st;
	char *text;

	/* Masked: a link to /dev/null stands for an empty file. */
	if (stat(path, &st) == 0 && S_ISCHR(st.st_mode))
		return true;
	text = read_deciding_file(unit->host, path, &len);
	if (!text)
		return false;
	read_unit_text(unit, text, path);
	text_wipe_bytes(text, len);
	free(text);
	return true;
}

/* From the highest priority down: the first that has a file hides those of the
 * same name below. */
static const char *const unit_dirs[] = { "/etc/systemd/system", "/run/systemd/system",
					 "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
					 "/lib/systemd/system" };

struct drop_in {
	char *name; /* owned */
	char *path; /* owned */
};

struct drop_ins {
	struct drop_in *items; /* owned */
	size_t count;
};

static void add_drop_in(struct drop_ins *list, const char *dir, const char *name)
{
	size_t len = strlen(name);

	if (len < 6 || strcmp(name + len - 5, ".conf") != 0 || list->count >= MAX_DROP_INS)
		return;
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i].name, name) == 0)
			return;
	list->items = xgrow(list->items, list->count, sizeof *list->items);
	list->items[list->count++] =
		(struct drop_in){ xstrdup(name), xasprintf("%s/%s", dir, name) };
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct drop_in *)a)->name, ((const struct drop_in *)b)->name);
}

static void find_drop_ins(struct host_facts *host, struct drop_ins *list, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(unit_dirs); i++) {
		CLEANUP(cleanup_free) char *path = xasprintf("%s/%s.d", unit_dirs[i], name);
		DIR *dir = opendir(path);
		struct dirent *entry;

		if (!dir && errno != ENOENT && errno != ENOTDIR)
			note_unreadable(host, path, strerror(errno));
		while (dir && (entry = readdir(dir)))
			add_drop_in(list, path, entry->d_name);
		if (dir)
			(void)closedir(dir);
	}
	if (list->count)
		qsort(list->items, list->count, sizeof *list->items, by_name);
}

static void read_unit(struct host_facts *host, struct proxy_settings *settings, const char *name)
{
	struct unit unit = { .host = host };
	struct drop_ins list = { 0 };

	for (size_t i = 0; i < ARRAY_SIZE(unit_dirs); i++) {
		CLEANUP(cleanup_free) char *file = xasprintf("%s/%s", unit_dirs[i], name);

		if (read_unit_file(&unit, file))
			break;
	}
	find_drop_ins(host, &list, name);
	for (size_t i = 0; i < list.count; i++) {
		(void)read_unit_file(&unit, list.items[i].path);
		free(list.items[i].name);
		free(list.items[i].path);
	}
	free(list.items);
	unit_done(&unit, settings);
}

/* dockerd's own settings beat its environment. */
static void read_docker_daemon(struct host_facts *host, struct proxy_settings *settings)
{
	static const char path[] = "/etc/docker/daemon.json";
	static const struct {
		const char *member;
		const char *key;
	} members[] = { { "http-proxy", "HTTP_PROXY" },
			{ "https-proxy", "HTTPS_PROXY" },
			{ "no-proxy", "NO_PROXY" } };
	size_t len;
	char *text = read_deciding_file(host, path, &len);
	sd_json_variant *root = NULL;
	sd_json_variant *proxies = NULL;

	if (!text)
		return;
	if (sd_json_parse(text, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) >= 0)
		proxies = sd_json_variant_by_key(root, "proxies");
	else if (strspn(text, " \t\r\n") != len)
		note_unreadable(host, path, "it is not JSON");
	for (size_t i = 0; proxies && i < ARRAY_SIZE(members); i++) {
		sd_json_variant *value = sd_json_variant_by_key(proxies, members[i].member);

		if (value && sd_json_variant_is_string(value) && *sd_json_variant_string(value))
			take(settings, members[i].key, sd_json_variant_string(value), path);
	}
	sd_json_variant_unref(root);
	text_wipe_bytes(text, len);
	free(text);
}

void proxies_gather(struct host_facts *host)
{
	static const char *const agent_files[] = { "/var/lib/ecs/ecs.config",
						   "/etc/ecs/ecs.config" };
	struct proxy_settings *proxies = host->proxies;

	for (size_t i = 0; i < ARRAY_SIZE(agent_files); i++) {
		size_t len;
		char *text = read_deciding_file(host, agent_files[i], &len);

		if (!text)
			continue;
		proxies_read_ecs_config(&proxies[DIALLER_AGENT], text, agent_files[i]);
		text_wipe_bytes(text, len);
		free(text);
	}
	read_unit(host, &proxies[DIALLER_ECS_INIT], "ecs.service");
	read_unit(host, &proxies[DIALLER_ECS_INIT], "amazon-ecs.service");
	read_unit(host, &proxies[DIALLER_DOCKERD], "docker.service");
	read_docker_daemon(host, &proxies[DIALLER_DOCKERD]);
}

void proxies_wipe(struct proxy_settings proxies[static DIALLER_COUNT])
{
	for (size_t i = 0; i < DIALLER_COUNT; i++)
		forget(&proxies[i]);
}
