/* SPDX-License-Identifier: Apache-2.0 */
#include "proxies.h"

#include <string.h>
#include <systemd/sd-json.h>

#include "config_files.h"
#include "deciding.h"
#include "ecsprobe/util.h"

static void drop(char **field)
{
	text_wipe(*field);
	free(*field);
	*field = NULL;
}

static void replace(char **field, const char *value)
{
	drop(field);
	*field = value ? xstrdup(value) : NULL;
}

enum { HTTPS, HTTP, NO };
enum { UPPER, LOWER };

const char *const proxy_keys[PROXY_SPELLINGS][PROXY_VARIABLES] = {
	[UPPER] = { [HTTPS] = "HTTPS_PROXY", [HTTP] = "HTTP_PROXY", [NO] = "NO_PROXY" },
	[LOWER] = { [HTTPS] = "https_proxy", [HTTP] = "http_proxy", [NO] = "no_proxy" },
};

/* As Go has it: two variables, and the upper-case one counts whenever it says
 * anything. */
static void settle(struct proxy_settings *settings, size_t variable)
{
	char **fields[PROXY_VARIABLES] = {
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

void proxies_take(struct proxy_settings *settings, const char *key, const char *value,
		  const char *source)
{
	for (size_t s = 0; s < PROXY_SPELLINGS; s++) {
		for (size_t v = 0; v < PROXY_VARIABLES; v++) {
			if (strcmp(proxy_keys[s][v], key) != 0)
				continue;
			replace(&settings->spelled[s][v], value);
			replace(&settings->found_in[s][v], source);
			settle(settings, v);
			(void)copy_text(settings->source, sizeof settings->source, source);
		}
	}
}

void proxies_take_assignment(struct proxy_settings *settings, char *assignment, const char *source)
{
	char *equals = strchr(assignment, '=');

	if (!equals)
		return;
	*equals = '\0';
	proxies_take(settings, assignment, equals + 1, source);
}

void proxies_forget(struct proxy_settings *settings)
{
	drop(&settings->https_proxy);
	drop(&settings->http_proxy);
	drop(&settings->no_proxy);
	for (size_t s = 0; s < PROXY_SPELLINGS; s++) {
		for (size_t v = 0; v < PROXY_VARIABLES; v++) {
			drop(&settings->spelled[s][v]);
			drop(&settings->found_in[s][v]);
		}
	}
}

struct reader {
	struct proxy_settings *settings;
	const char *source;
};

static void on_config_line(void *arg, char *line)
{
	struct reader *reader = arg;

	proxies_take_assignment(reader->settings, line, reader->source);
}

void proxies_read_ecs_config(struct proxy_settings *settings, char *text, const char *source)
{
	struct reader reader = { settings, source };

	config_each_line(text, on_config_line, &reader);
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
			proxies_take(settings, members[i].key, sd_json_variant_string(value), path);
	}
	sd_json_variant_unref(root);
	text_wipe_bytes(text, len);
	free(text);
}

void proxies_gather(struct host_facts *host)
{
	static const char *const agent_files[] = { "/var/lib/ecs/ecs.config",
						   "/etc/ecs/ecs.config" };
	const struct file_source files = proxies_host_files(host);
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
	proxies_read_unit_files(&files, &proxies[DIALLER_ECS_INIT], "ecs.service");
	proxies_read_unit_files(&files, &proxies[DIALLER_ECS_INIT], "amazon-ecs.service");
	proxies_read_unit_files(&files, &proxies[DIALLER_DOCKERD], "docker.service");
	read_docker_daemon(host, &proxies[DIALLER_DOCKERD]);
}

void proxies_wipe(struct proxy_settings proxies[static DIALLER_COUNT])
{
	for (size_t i = 0; i < DIALLER_COUNT; i++)
		proxies_forget(&proxies[i]);
}
