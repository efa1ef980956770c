/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "ecsprobe/ecs_config.h"
#include "ecsprobe/escape.h"
#include "evidence.h"
#include "sources.h"

enum { MAX_CONFIG_BYTES = 256 << 10, VALUE_BYTES = 1024 };

/* Rising precedence: facts/ecs-agent.md 1.3. */
static const char *const files[] = { "/var/lib/ecs/ecs.config", "/etc/ecs/ecs.config" };
static const char json_file[] = "/etc/ecs/ecs.config.json";
enum { FILES = ARRAY_SIZE(files) };

/* What the next start of the agent will read. */
struct inputs {
	struct config_text texts[FILES];
	bool unreadable[FILES];
	const struct string_list *environment; /* instead of the files; else NULL */
};

static void note_unreadable(struct config_evidence *config, const char *path, int r)
{
	config->sight = SIGHT_UNKNOWN;
	source_why(config->why, path, r);
}

static void read_files(struct config_evidence *config, struct inputs *inputs, const char *root)
{
	for (size_t i = 0; i < FILES; i++) {
		char *text = NULL;
		size_t len = 0;
		int r = source_read(root, files[i], MAX_CONFIG_BYTES, &text, &len);

		inputs->texts[i] = (struct config_text){ text, len };
		inputs->unreadable[i] = r < 0 && !source_is_missing(r);
		if (inputs->unreadable[i])
			note_unreadable(config, files[i], r);
	}
}

static void inputs_wipe(struct inputs *inputs)
{
	for (size_t i = 0; i < FILES; i++)
		source_wipe((char *)inputs->texts[i].text, inputs->texts[i].len);
}

static enum sight look_up_environment(const struct string_list *environment, const char *key,
				      char *value, size_t size)
{
	size_t len = strlen(key);

	for (size_t i = 0; i < environment->count; i++) {
		const char *item = environment->items[i];

		if (strncmp(item, key, len) == 0 && item[len] == '=') {
			(void)copy_text(value, size, item + len + 1);
			return SIGHT_SEEN;
		}
	}
	return SIGHT_ABSENT;
}

/* UNKNOWN where a file that might overrule could not be read. */
static enum sight look_up(const struct inputs *inputs, const char *key, char *value, size_t size)
{
	enum sight sight = SIGHT_ABSENT;
	unsigned line;

	value[0] = '\0';
	if (inputs->environment)
		return look_up_environment(inputs->environment, key, value, size);
	for (size_t i = 0; i < FILES; i++) {
		const struct config_text *file = &inputs->texts[i];

		if (inputs->unreadable[i]) {
			sight = SIGHT_UNKNOWN;
			value[0] = '\0';
		} else if (file->text &&
			   ecs_config_lookup(file->text, file->len, key, value, size, &line)) {
			sight = SIGHT_SEEN;
		}
	}
	return sight;
}

/* As the agent trims what it reads. */
static const char *trim(char *value)
{
	size_t len = strlen(value);

	while (len && isspace((unsigned char)value[len - 1]))
		value[--len] = '\0';
	return value + strspn(value, " \t\n\v\f\r");
}

/* strconv.ParseBool of Go, which the agent uses. */
static bool is_true(const struct inputs *inputs, const char *key)
{
	static const char *const words[] = { "1", "t", "T", "true", "TRUE", "True" };
	char value[VALUE_BYTES];
	const char *word;
	bool found = false;

	(void)look_up(inputs, key, value, sizeof value);
	word = trim(value);
	for (size_t i = 0; i < ARRAY_SIZE(words); i++)
		found |= strcmp(word, words[i]) == 0;
	text_wipe_bytes(value, sizeof value);
	return found;
}

static void find_cluster(struct config_evidence *config, const struct inputs *inputs)
{
	char value[VALUE_BYTES];
	const char *cluster;

	config->cluster_sight = look_up(inputs, "ECS_CLUSTER", value, sizeof value);
	cluster = trim(value);
	if (config->cluster_sight == SIGHT_SEEN && !*cluster)
		config->cluster_sight = SIGHT_ABSENT;
	if (config->cluster_sight == SIGHT_SEEN)
		escape_text(config->cluster, sizeof config->cluster, cluster);
	text_wipe_bytes(value, sizeof value);
}

static void read_json(struct config_evidence *config, const char *root, int64_t started_us)
{
	CLEANUP(cleanup_free) char *path = xasprintf("%s%s", root, json_file);
	char *text = NULL;
	size_t len = 0;
	struct stat st;
	int r = source_read(root, json_file, MAX_CONFIG_BYTES, &text, &len);

	if (r < 0 && !source_is_missing(r)) {
		note_unreadable(config, json_file, r);
		(void)copy_text(config->json_detail, sizeof config->json_detail, config->why);
		if (config->cluster_sight == SIGHT_ABSENT)
			config->cluster_sight = SIGHT_UNKNOWN;
	}
	if (r < 0)
		return;
	config_read_json(config, text, len);
	if (started_us && strspn(text, " \t\r\n\v\f") < len && stat(path, &st) == 0)
		config->json_newer = (int64_t)st.st_mtim.tv_sec * 1000000 +
					     st.st_mtim.tv_nsec / 1000 >
				     started_us;
	source_wipe(text, len);
}

/* A container that nobody recreates keeps the environment it has. */
static bool keeps_environment(const struct agent_status *status)
{
	return status->unit.sight == SIGHT_ABSENT && status->container.sight == SIGHT_SEEN;
}

void config_gather(struct agent_status *status, const char *root)
{
	struct config_evidence *config = &status->config;
	const struct container_status *container = &status->container;
	struct inputs inputs = { 0 };

	config->sight = container->sight == SIGHT_SEEN ? SIGHT_SEEN : SIGHT_UNKNOWN;
	if (container->sight == SIGHT_UNKNOWN)
		(void)snprintf(config->why, sizeof config->why,
			       "the container's environment is not known");
	else if (container->sight == SIGHT_ABSENT)
		(void)snprintf(config->why, sizeof config->why,
			       "there is no container to compare with");
	read_files(config, &inputs, root);
	if (config->sight == SIGHT_SEEN)
		config_compare(config, inputs.texts, FILES, &container->environment);
	if (keeps_environment(status))
		inputs.environment = &container->environment;
	config->external = is_true(&inputs, "ECS_EXTERNAL");
	config->warm_pool_check = is_true(&inputs, "ECS_WARM_POOLS_CHECK");
	find_cluster(config, &inputs);
	/* An agent that runs without a container is given its cluster by its unit. */
	if (status->unit.without_container && config->cluster_sight == SIGHT_ABSENT)
		config->cluster_sight = SIGHT_UNKNOWN;
	read_json(config, root, agent_started_us(status));
	inputs_wipe(&inputs);
}
