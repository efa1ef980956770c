/* SPDX-License-Identifier: Apache-2.0 */
/* Which keys a new container would get other values for. */
#include <string.h>

#include "config_inputs.h"
#include "ecsprobe/ecs_config.h"
#include "sources.h"

enum { MAX_NAMED = 64 };

struct setting {
	const char *key, *value; /* borrowed */
	size_t key_len, value_len;
	size_t rank;      /* of the same key the highest counts */
	const char *path; /* of the file; NULL: of the container's environment */
	unsigned line;
};

struct settings {
	struct setting *items; /* owned */
	size_t count;
};

static int by_key(const struct setting *a, const struct setting *b)
{
	size_t shorter = a->key_len < b->key_len ? a->key_len : b->key_len;
	int order = shorter ? memcmp(a->key, b->key, shorter) : 0;

	return order ? order : (a->key_len > b->key_len) - (a->key_len < b->key_len);
}

static int by_key_and_rank(const void *left, const void *right)
{
	const struct setting *a = left;
	const struct setting *b = right;
	int order = by_key(a, b);

	return order ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

/* Sorted, each key once. */
static void settle(struct settings *settings)
{
	size_t kept = 0;

	if (settings->count)
		qsort(settings->items, settings->count, sizeof *settings->items, by_key_and_rank);
	for (size_t i = 0; i < settings->count; i++) {
		if (kept && by_key(&settings->items[kept - 1], &settings->items[i]) == 0)
			kept--;
		settings->items[kept++] = settings->items[i];
	}
	settings->count = kept;
}

static void add(struct settings *settings, const struct setting *setting)
{
	settings->items = xgrow(settings->items, settings->count, sizeof *settings->items);
	settings->items[settings->count++] = *setting;
}

/* The later file, and in it the later line, as ecs-init merges them. */
static void take_files(struct settings *settings, const struct agent_files *files)
{
	for (size_t i = 0; i < AGENT_ENVIRONMENT_FILES; i++) {
		const struct agent_file *file = &files->files[i];
		struct ecs_config_line line;
		const char *cursor = file->bytes;
		unsigned number = 0;

		while (file->bytes &&
		       ecs_config_next(&cursor, file->bytes + file->len, &number, &line))
			add(settings,
			    &(struct setting){ line.key, line.value, line.key_len, line.value_len,
					       settings->count, agent_file_paths[i], line.number });
	}
	settle(settings);
}

/* The first, as a Go program reads its environment. */
static void take_environment(struct settings *settings, const struct string_list *environment)
{
	for (size_t i = 0; i < environment->count; i++) {
		const char *key = environment->items[i];
		const char *equals = strchr(key, '=');

		if (equals)
			add(settings, &(struct setting){ key, equals + 1, (size_t)(equals - key),
							 strlen(equals + 1), environment->count - i,
							 NULL, 0 });
	}
	settle(settings);
}

/* What ecs-init sets, drops or forces by what it finds on the machine, after
 * or while it merges the files, so that the file alone does not tell what a
 * container gets.  ecs-init/docker/docker.go of aws/amazon-ecs-agent:
 * getContainerConfig() and LoadEnvVars(). */
static const char *const decided_by_ecs_init[] = {
	"ECS_ENABLE_TASK_ENI",    /* "false" with ECS_EXTERNAL or an old Docker */
	"ECS_EBSTA_SUPPORTED",    /* "false" where its directory cannot be had */
	"ECS_ENABLE_GPU_SUPPORT", /* "true" of the instance's file goes where no GPU is */
};

/* Nobody but the user sets these, so that one which left the files has been
 * taken back; others may come from defaults or from the image. */
static const char *const set_by_users[] = {
	"AWS_CA_BUNDLE",
	"AWS_DEFAULT_REGION",
	"AWS_USE_DUALSTACK_ENDPOINT",
	"AWS_USE_FIPS_ENDPOINT",
	"ECS_AWSVPC_BLOCK_IMDS",
	"ECS_BACKEND_HOST",
	"ECS_CLUSTER",
	"ECS_CONTAINER_INSTANCE_PROPAGATE_TAGS_FROM",
	"ECS_CONTAINER_INSTANCE_TAGS",
	"ECS_DISABLE_PRIVILEGED",
	"ECS_ENABLE_CONTAINER_METADATA",
	"ECS_ENABLE_SPOT_INSTANCE_DRAINING",
	"ECS_ENGINE_AUTH_DATA",
	"ECS_ENGINE_AUTH_TYPE",
	"ECS_EXTERNAL",
	"ECS_IMAGE_PULL_BEHAVIOR",
	"ECS_INSTANCE_ATTRIBUTES",
	"ECS_INSTANCE_IP_COMPATIBILITY",
	"ECS_LOGLEVEL",
	"ECS_LOG_OUTPUT_FORMAT",
	"ECS_RESERVED_MEMORY",
	"ECS_RESERVED_PORTS",
	"ECS_WARM_POOLS_CHECK",
	"HTTPS_PROXY",
	"HTTP_PROXY",
	"NO_PROXY",
	"http_proxy",
	"https_proxy",
	"no_proxy",
};

static bool key_is(const struct setting *setting, const char *name)
{
	return strlen(name) == setting->key_len &&
	       memcmp(setting->key, name, setting->key_len) == 0;
}

static bool key_is_of(const struct setting *setting, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (key_is(setting, names[i]))
			return true;
	return false;
}

static bool is_set_by_users(const struct setting *setting)
{
	static const char endpoint[] = "AWS_ENDPOINT_URL";

	return key_is_of(setting, set_by_users, ARRAY_SIZE(set_by_users)) ||
	       (setting->key_len >= sizeof endpoint - 1 &&
		memcmp(setting->key, endpoint, sizeof endpoint - 1) == 0);
}

static void name_setting(struct string_list *list, const struct setting *setting)
{
	CLEANUP(cleanup_free) char *place = NULL;

	if (list->count >= MAX_NAMED)
		return;
	if (config_key_is_known(setting->key, setting->key_len)) {
		string_list_add(list, setting->key, setting->key_len);
		return;
	}
	if (setting->path)
		place = xasprintf("%s:%u (an unknown key of %zu bytes)", setting->path,
				  setting->line, setting->key_len);
	else
		place = xasprintf("an unknown variable with a name of %zu bytes", setting->key_len);
	string_list_add_once(list, place);
}

static void on_other_value(struct config_evidence *config, const struct setting *wanted)
{
	/* On the way to Docker, Go replaces what is not UTF-8. */
	bool modelled = !key_is_of(wanted, decided_by_ecs_init, ARRAY_SIZE(decided_by_ecs_init)) &&
			text_is_utf8(wanted->key, wanted->key_len) &&
			text_is_utf8(wanted->value, wanted->value_len);

	name_setting(modelled ? &config->changed : &config->unmodelled, wanted);
}

/* To ecs-init a comment with an equals sign is a setting too, but one that no
 * program asks for. */
static bool is_comment(const struct setting *setting)
{
	return setting->key_len && setting->key[0] == '#';
}

static bool same_value(const struct setting *a, const struct setting *b)
{
	return a->value_len == b->value_len &&
	       (a->value_len == 0 || memcmp(a->value, b->value, a->value_len) == 0);
}

/* Of both sides only what both name. */
static const struct setting *find_in(const struct settings *settings, const struct setting *key)
{
	for (size_t i = 0; i < settings->count; i++)
		if (by_key(&settings->items[i], key) == 0)
			return &settings->items[i];
	return NULL;
}

bool config_compare_common(struct config_evidence *config, const struct agent_files *files,
			   const struct string_list *environment)
{
	struct settings wanted = { 0 };
	struct settings given = { 0 };
	size_t named = 0, found = 0, same = 0;
	bool evident;

	take_files(&wanted, files);
	take_environment(&given, environment);
	for (size_t i = 0; i < wanted.count; i++) {
		const struct setting *other = find_in(&given, &wanted.items[i]);

		named += !is_comment(&wanted.items[i]);
		if (is_comment(&wanted.items[i]) || !other)
			continue;
		found++;
		same += same_value(&wanted.items[i], other);
	}
	evident = found && (same || found == named);
	for (size_t i = 0; evident && i < wanted.count; i++) {
		const struct setting *other = find_in(&given, &wanted.items[i]);

		if (other && !is_comment(other) && !same_value(&wanted.items[i], other))
			name_setting(&config->changed, &wanted.items[i]);
	}
	free(wanted.items);
	free(given.items);
	return evident;
}

void config_compare(struct config_evidence *config, const struct agent_files *files,
		    const struct string_list *environment)
{
	struct settings wanted = { 0 };
	struct settings given = { 0 };
	size_t w = 0, g = 0;

	take_files(&wanted, files);
	take_environment(&given, environment);
	while (w < wanted.count || g < given.count) {
		int order = w == wanted.count  ? 1
			    : g == given.count ? -1
					       : by_key(&wanted.items[w], &given.items[g]);

		if (order > 0) {
			if (is_set_by_users(&given.items[g]) && given.items[g].value_len)
				name_setting(&config->changed, &given.items[g]);
		} else if (!is_comment(&wanted.items[w]) &&
			   (order < 0 || !same_value(&wanted.items[w], &given.items[g]))) {
			on_other_value(config, &wanted.items[w]);
		}
		w += order <= 0;
		g += order >= 0;
	}
	free(wanted.items);
	free(given.items);
}
