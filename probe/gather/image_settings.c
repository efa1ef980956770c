/* SPDX-License-Identifier: Apache-2.0 */
/* Settings of an image that belong to one environment: the cluster, proxies, and Docker's
 * settings. */
#include <string.h>

#include "docker_settings.h"
#include "ecsprobe/ecs_config.h"
#include "ecsprobe/escape.h"
#include "image.h"
#include "proxies.h"
#include "unit_files.h"

static const struct {
	const char *key;
	enum image_setting_kind kind;
} keys[] = {
	{ "ECS_CLUSTER", IMAGE_SETS_CLUSTER },    { "HTTP_PROXY", IMAGE_SETS_PROXY },
	{ "HTTPS_PROXY", IMAGE_SETS_PROXY },      { "http_proxy", IMAGE_SETS_PROXY },
	{ "https_proxy", IMAGE_SETS_PROXY },      { "AWS_DEFAULT_REGION", IMAGE_SETS_OTHER },
	{ "ECS_BACKEND_HOST", IMAGE_SETS_OTHER }, { "ECS_ENGINE_AUTH_DATA", IMAGE_SETS_OTHER },
};

static struct image_setting *find_setting(struct image_facts *image, const char *path,
					  const char *key)
{
	for (size_t i = 0; i < image->setting_count; i++)
		if (strcmp(image->settings[i].path, path) == 0 &&
		    strcmp(image->settings[i].key, key) == 0)
			return &image->settings[i];
	return NULL;
}

static struct image_setting *add_setting(struct image_facts *image, const char *path, size_t row)
{
	struct image_setting *setting;

	image->settings = xgrow(image->settings, image->setting_count, sizeof *image->settings);
	setting = &image->settings[image->setting_count++];
	setting->kind = keys[row].kind;
	(void)copy_text(setting->key, sizeof setting->key, keys[row].key);
	(void)copy_text(setting->path, sizeof setting->path, path);
	return setting;
}

static void drop_setting(struct image_facts *image, struct image_setting *setting)
{
	size_t behind = (size_t)(image->settings + image->setting_count - setting) - 1;

	memmove(setting, setting + 1, behind * sizeof *setting);
	image->setting_count--;
}

/* The last line of a file counts, and an empty value unsets.  Values that a unit takes from an
 * ecs.config are already reported.  The path is escaped. */
static void set(struct image_facts *image, const char *path, bool of_agent, size_t row,
		const char *value)
{
	struct image_setting *setting = find_setting(image, path, keys[row].key);

	if (setting && setting->of_agent && !of_agent)
		return;
	if (!*value) {
		if (setting)
			drop_setting(image, setting);
		return;
	}
	if (!setting)
		setting = add_setting(image, path, row);
	setting->of_agent = of_agent;
	if (setting->kind == IMAGE_SETS_CLUSTER)
		escape_name(setting->value, sizeof setting->value, value);
	else if (setting->kind == IMAGE_SETS_PROXY)
		(void)image_proxy_normal(value, setting->value);
}

static void take_setting(struct image_facts *image, const char *path, bool of_agent,
			 const char *key, size_t key_len, const char *value, size_t value_len)
{
	char *copy;

	for (size_t row = 0; row < ARRAY_SIZE(keys); row++) {
		if (strlen(keys[row].key) != key_len || memcmp(keys[row].key, key, key_len) != 0)
			continue;
		copy = strndup(value, value_len);
		if (copy)
			set(image, path, of_agent, row, copy);
		text_wipe(copy);
		free(copy);
	}
}

static void look_at_ecs_config(struct image_facts *image, const struct file_source *files,
			       const char *path)
{
	struct ecs_config_line line;
	unsigned number = 0;
	const char *cursor;
	size_t len;
	char *text = config_read_text(files, path, &len);

	if (!text)
		return;
	cursor = text;
	while (ecs_config_next(&cursor, text + len, &number, &line))
		take_setting(image, path, true, line.key, line.key_len, line.value, line.value_len);
	text_wipe_bytes(text, len);
	free(text);
}

/* Those that somebody set, each by the file that sets it. */
static void take_proxies(struct image_facts *image, const struct proxy_settings *settings)
{
	for (size_t s = 0; s < PROXY_SPELLINGS; s++) {
		for (size_t v = 0; v < PROXY_VARIABLES; v++) {
			const char *value = settings->spelled[s][v];
			const char *key = proxy_keys[s][v];

			if (value && *value)
				take_setting(image, settings->found_in[s][v].place, false, key,
					     strlen(key), value, strlen(value));
		}
	}
}

static void look_at_unit(struct image_facts *image, const struct file_source *files,
			 const char *name)
{
	struct proxy_settings found = { 0 };
	struct unit_files unit;

	unit_files_read(&unit, files, name);
	proxies_take_environment(&found, &unit);
	take_proxies(image, &found);
	proxies_forget(&found);
	unit_files_done(&unit);
}

static void look_at_docker(struct image_facts *image, const struct file_source *files)
{
	struct docker_settings docker;

	docker_settings_read(&docker, files);
	take_proxies(image, &docker.of_environment);
	take_proxies(image, &docker.own);
	for (size_t i = 0; i < docker.dns.count; i++)
		image_add_pin(image, &docker.dns.servers[i], &docker.dns.origins[i], false);
	docker_settings_done(&docker);
}

void image_look_at_settings(struct image_facts *image, const struct file_source *files)
{
	/* In this order, as the last one that sets something counts. */
	for (size_t i = 0; i < AGENT_ENVIRONMENT_FILES; i++)
		look_at_ecs_config(image, files, agent_file_paths[i]);
	look_at_unit(image, files, "ecs.service");
	look_at_unit(image, files, "amazon-ecs.service");
	look_at_docker(image, files);
}
