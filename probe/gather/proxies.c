/* SPDX-License-Identifier: Apache-2.0 */
#include "proxies.h"

#include <string.h>

#include "agent_units.h"
#include "docker_settings.h"
#include "ecsprobe/ecs_config.h"
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

enum { UPPER, LOWER };

static void settle(struct proxy_settings *settings, size_t variable)
{
	char **fields[PROXY_VARIABLES] = {
		[PROXY_OF_HTTPS] = &settings->https_proxy,
		[PROXY_OF_HTTP] = &settings->http_proxy,
		[PROXY_EXCEPTIONS] = &settings->no_proxy,
	};
	const char *upper = settings->spelled[UPPER][variable];
	const char *lower = settings->spelled[LOWER][variable];

	settings->counts[variable] = (unsigned char)go_proxy_spelling(upper, lower);
	replace(fields[variable], settings->counts[variable] == UPPER ? upper : lower);
}

static void take(struct proxy_settings *settings, size_t spelling, size_t variable,
		 const char *value, const struct origin *origin)
{
	replace(&settings->spelled[spelling][variable], value);
	settings->found_in[spelling][variable] = *origin;
	settle(settings, variable);
}

void proxies_take(struct proxy_settings *settings, const char *key, const char *value,
		  const char *path, unsigned line)
{
	struct origin origin;

	for (size_t s = 0; s < PROXY_SPELLINGS; s++) {
		for (size_t v = 0; v < PROXY_VARIABLES; v++) {
			if (strcmp(proxy_keys[s][v], key) != 0)
				continue;
			origin_set(&origin, path, line);
			take(settings, s, v, value, &origin);
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
			settings->found_in[s][v] = (struct origin){ .line = 0 };
		}
	}
}

void proxies_take_ecs_config(struct proxy_settings *settings, const char *text, size_t len,
			     const char *path)
{
	struct ecs_config_line line;
	const char *cursor = text;
	unsigned number = 0;

	while (ecs_config_next(&cursor, text + len, &number, &line)) {
		char *key = strndup(line.key, line.key_len);
		char *value = strndup(line.value, line.value_len);

		if (key && value)
			proxies_take(settings, key, value, path, line.number);
		text_wipe(value);
		free(value);
		free(key);
	}
}

void proxies_take_environment(struct proxy_settings *settings, const struct unit_files *unit)
{
	for (size_t i = 0; i < unit->environment_count; i++) {
		const struct assignment *assignment = &unit->environment[i];

		proxies_take(settings, assignment->key, assignment->value, assignment->path,
			     assignment->line);
	}
}

void proxies_add(struct proxy_settings *settings, const struct proxy_settings *more)
{
	for (size_t s = 0; s < PROXY_SPELLINGS; s++)
		for (size_t v = 0; v < PROXY_VARIABLES; v++)
			if (more->spelled[s][v])
				take(settings, s, v, more->spelled[s][v], &more->found_in[s][v]);
}

void proxies_gather(struct host_facts *host, const struct agent_units *units,
		    const struct docker_settings *docker)
{
	struct proxy_settings *proxies = host->proxies;

	for (size_t i = 0; !units->agent && i < AGENT_ENVIRONMENT_FILES; i++) {
		const struct agent_file *file = &host->agent_files.files[i];

		if (file->bytes)
			proxies_take_ecs_config(&proxies[DIALLER_AGENT], file->bytes, file->len,
						agent_file_paths[i]);
	}
	/* Where the unit is the agent no ecs-init runs. */
	if (units->agent)
		proxies_take_environment(&proxies[DIALLER_AGENT], units->agent);
	for (size_t i = 0; !units->agent && i < AGENT_UNITS; i++)
		proxies_take_environment(&proxies[DIALLER_ECS_INIT], &units->files[i]);
	proxies_add(&proxies[DIALLER_DOCKERD], &docker->of_environment);
	proxies_add(&proxies[DIALLER_DOCKERD], &docker->own);
}

static void take_unit(struct proxy_settings *settings, const struct file_source *files,
		      const char *name)
{
	struct unit_files unit;

	unit_files_read(&unit, files, name);
	proxies_take_environment(settings, &unit);
	unit_files_done(&unit);
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
