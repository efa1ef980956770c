/* SPDX-License-Identifier: Apache-2.0 */
#include "proxies.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <systemd/sd-json.h>

#include "ecsprobe/gather.h"
#include "ecsprobe/util.h"

enum { MAX_FILE_BYTES = 256 * 1024, MAX_VALUE_BYTES = 4096, MAX_DROP_INS = 64 };

static char *read_file(const char *path, size_t *len)
{
	char *text = NULL;

	return file_read_bounded(path, MAX_FILE_BYTES, &text, len) == 0 ? text : NULL;
}

static void replace(char **field, const char *value)
{
	text_wipe(*field);
	free(*field);
	*field = xstrdup(value);
}

/* Both spellings are honoured by Go and by the agent. */
static void take(struct proxy_settings *settings, const char *key, const char *value,
		 const char *source)
{
	const struct {
		const char *key;
		char **field;
	} fields[] = {
		{ "HTTPS_PROXY", &settings->https_proxy },
		{ "HTTP_PROXY", &settings->http_proxy },
		{ "NO_PROXY", &settings->no_proxy },
	};

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		if (strcasecmp(fields[i].key, key) != 0)
			continue;
		replace(fields[i].field, value);
		(void)copy_text(settings->source, sizeof settings->source, source);
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

static void read_environment_file(struct proxy_settings *settings, const char *path)
{
	struct reader reader = { settings, path };
	size_t len;
	char *text = read_file(path, &len);

	if (!text)
		return;
	each_line(text, on_environment_line, &reader);
	text_wipe_bytes(text, len);
	free(text);
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

static void forget(struct proxy_settings *settings)
{
	char **fields[] = { &settings->https_proxy, &settings->http_proxy, &settings->no_proxy };

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		text_wipe(*fields[i]);
		free(*fields[i]);
		*fields[i] = NULL;
	}
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

static void on_unit_line(void *arg, char *line)
{
	struct reader *reader = arg;
	char *environment = value_of(line, "Environment");
	char *file = value_of(line, "EnvironmentFile");
	char *word;

	/* Nothing assigned takes back what was before. */
	if (environment && !*environment)
		forget(reader->settings);
	while (environment && (word = next_word(&environment)))
		take_assignment(reader->settings, word, reader->source);
	if (file && *file)
		read_environment_file(reader->settings, file + (*file == '-'));
}

/* A line that ends in a backslash goes on in the next one. */
static void join_lines(char *text)
{
	for (char *p = text; *p; p++)
		if (p[0] == '\\' && p[1] == '\n')
			p[0] = p[1] = ' ';
}

void proxies_read_unit(struct proxy_settings *settings, char *text, const char *source)
{
	struct reader reader = { settings, source };

	join_lines(text);
	each_line(text, on_unit_line, &reader);
}

static bool read_unit_file(struct proxy_settings *settings, const char *path)
{
	size_t len;
	char *text = read_file(path, &len);

	if (!text)
		return false;
	proxies_read_unit(settings, text, path);
	text_wipe_bytes(text, len);
	free(text);
	return true;
}

/* In systemd's order: a directory of higher priority hides the unit below it,
 * and drop-ins of all of them apply, sorted by name. */
static const char *const unit_dirs[] = { "/etc/systemd/system", "/run/systemd/system",
					 "/usr/local/lib/systemd/system", "/usr/lib/systemd/system",
					 "/lib/systemd/system" };

static int is_drop_in(const struct dirent *entry)
{
	size_t len = strlen(entry->d_name);

	return len > 5 && strcmp(entry->d_name + len - 5, ".conf") == 0;
}

static void read_drop_ins(struct proxy_settings *settings, const char *dir, const char *unit)
{
	CLEANUP(cleanup_free) char *path = xasprintf("%s/%s.d", dir, unit);
	struct dirent **entries = NULL;
	int count = scandir(path, &entries, is_drop_in, alphasort);

	for (int i = 0; i < count; i++) {
		CLEANUP(cleanup_free) char *file = xasprintf("%s/%s", path, entries[i]->d_name);

		if (i < MAX_DROP_INS)
			(void)read_unit_file(settings, file);
		free(entries[i]);
	}
	free(entries);
}

static void read_unit(struct proxy_settings *settings, const char *unit)
{
	for (size_t i = 0; i < ARRAY_SIZE(unit_dirs); i++) {
		CLEANUP(cleanup_free) char *file = xasprintf("%s/%s", unit_dirs[i], unit);

		if (read_unit_file(settings, file))
			break;
	}
	for (size_t i = ARRAY_SIZE(unit_dirs); i-- > 0;)
		read_drop_ins(settings, unit_dirs[i], unit);
}

/* dockerd's own settings beat its environment. */
static void read_docker_daemon(struct proxy_settings *settings)
{
	static const char path[] = "/etc/docker/daemon.json";
	static const struct {
		const char *member;
		const char *key;
	} members[] = { { "http-proxy", "HTTP_PROXY" },
			{ "https-proxy", "HTTPS_PROXY" },
			{ "no-proxy", "NO_PROXY" } };
	size_t len;
	char *text = read_file(path, &len);
	sd_json_variant *root = NULL;
	sd_json_variant *proxies = NULL;

	if (text && sd_json_parse(text, SD_JSON_PARSE_SENSITIVE, &root, NULL, NULL) >= 0)
		proxies = sd_json_variant_by_key(root, "proxies");
	for (size_t i = 0; proxies && i < ARRAY_SIZE(members); i++) {
		sd_json_variant *value = sd_json_variant_by_key(proxies, members[i].member);

		if (value && sd_json_variant_is_string(value))
			take(settings, members[i].key, sd_json_variant_string(value), path);
	}
	sd_json_variant_unref(root);
	if (text)
		text_wipe_bytes(text, len);
	free(text);
}

void proxies_gather(struct proxy_settings proxies[static DIALLER_COUNT])
{
	static const char *const agent_files[] = { "/var/lib/ecs/ecs.config",
						   "/etc/ecs/ecs.config" };

	for (size_t i = 0; i < ARRAY_SIZE(agent_files); i++) {
		size_t len;
		char *text = read_file(agent_files[i], &len);

		if (!text)
			continue;
		proxies_read_ecs_config(&proxies[DIALLER_AGENT], text, agent_files[i]);
		text_wipe_bytes(text, len);
		free(text);
	}
	read_unit(&proxies[DIALLER_ECS_INIT], "ecs.service");
	read_unit(&proxies[DIALLER_ECS_INIT], "amazon-ecs.service");
	read_unit(&proxies[DIALLER_DOCKERD], "docker.service");
	read_docker_daemon(&proxies[DIALLER_DOCKERD]);
}

void proxies_wipe(struct proxy_settings proxies[static DIALLER_COUNT])
{
	for (size_t i = 0; i < DIALLER_COUNT; i++)
		forget(&proxies[i]);
}
