/* SPDX-License-Identifier: Apache-2.0 */
#include "proxies.h"

#include <string.h>

#include "docker_settings.h"
#include "ecsprobe/ecs_config.h"
#include "ecsprobe/util.h"
#include "unit_files.h"

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

void proxies_take_ecs_config(struct proxy_settings *settings, const char *text, size_t len,
			     const char *source)
{
	struct ecs_config_line line;
	const char *cursor = text;
	unsigned number = 0;

	while (ecs_config_next(&cursor, text + len, &number, &line)) {
		char *key = strndup(line.key, line.key_len);
		char *value = strndup(line.value, line.value_len);

		if (key && value)
			proxies_take(settings, key, value, source);
		text_wipe(value);
		free(value);
		free(key);
	}
}

void proxies_take_environment(struct proxy_settings *settings, const struct unit_files *unit)
{
	for (size_t i = 0; i < unit->environment_count; i++) {
		const struct assignment *assignment = &unit->environment[i];

		proxies_take(settings, assignment->key, assignment->value, assignment->path);
	}
}

void proxies_add(struct proxy_settings *settings, const struct proxy_settings *more)
{
	for (size_t s = 0; s < PROXY_SPELLINGS; s++)
		for (size_t v = 0; v < PROXY_VARIABLES; v++)
			if (more->spelled[s][v])
				proxies_take(settings, proxy_keys[s][v], more->spelled[s][v],
					     more->found_in[s][v]);
}

static void take_unit(struct proxy_settings *settings, const struct file_source *files,
		      const char *name)
{
	struct unit_files unit;

	unit_files_read(&unit, files, name);
	proxies_take_environment(settings, &unit);
	unit_files_done(&unit);
}

void proxies_gather(struct host_facts *host, const struct file_source *files,
		    const struct docker_settings *docker)
{
	struct proxy_settings *proxies = host->proxies;

	for (size_t i = 0; i < AGENT_ENVIRONMENT_FILES; i++) {
		const struct agent_file *file = &host->agent_files.files[i];

		if (file->bytes)
			proxies_take_ecs_config(&proxies[DIALLER_AGENT], file->bytes, file->len,
						agent_file_paths[i]);
	}
	take_unit(&proxies[DIALLER_ECS_INIT], files, "ecs.service");
	take_unit(&proxies[DIALLER_ECS_INIT], files, "amazon-ecs.service");
	proxies_add(&proxies[DIALLER_DOCKERD], &docker->of_environment);
	proxies_add(&proxies[DIALLER_DOCKERD], &docker->own);
}

void proxies_gather_ssm_agent(struct host_facts *host, const struct file_source *files)
{
	struct proxy_settings *proxies = &host->proxies[DIALLER_SSM_AGENT];

	take_unit(proxies, files, "amazon-ssm-agent.service");
	take_unit(proxies, files, "snap.amazon-ssm-agent.amazon-ssm-agent.service");
}

void proxies_wipe(struct proxy_settings proxies[static DIALLER_COUNT])
{
	for (size_t i = 0; i < DIALLER_COUNT; i++)
		proxies_forget(&proxies[i]);
}
