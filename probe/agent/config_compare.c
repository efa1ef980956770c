/* SPDX-License-Identifier: Apache-2.0 */
/* The keys whose values would differ in a new container. */
#include <string.h>

#include "ecsprobe/agent_setting.h"
#include "ecsprobe/ecs_config.h"
#include "evidence.h"
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

static const struct agent_setting *row_of(const struct setting *setting)
{
	return agent_setting_find(setting->key, setting->key_len);
}

/* A key that left the files was removed by the user; others may come from defaults or from the
 * image. */
static bool is_set_by_users(const struct setting *setting)
{
	const struct agent_setting *row = row_of(setting);

	return row && !(row->flags & (SETTING_DEFAULT | SETTING_FIRST_ONLY));
}

/* A restart does not change a setting that counts only at the first registration. */
static bool counts_at_a_restart(const struct setting *setting)
{
	const struct agent_setting *row = row_of(setting);

	return ecs_config_name_is_read(setting->key, setting->key_len) &&
	       !(row && (row->flags & SETTING_FIRST_ONLY));
}

static bool is_named(const struct setting *setting, const char *key)
{
	return setting->key_len == strlen(key) && memcmp(setting->key, key, setting->key_len) == 0;
}

static bool says(const struct setting *setting, const char *value)
{
	return setting->value_len == strlen(value) &&
	       memcmp(setting->value, value, setting->value_len) == 0;
}

/* What ecs-init makes of the merged files by itself: LoadEnvVars() and getContainerConfig() of
 * ecs-init/docker/docker.go.  given: NULL if the container has no such variable. */
static bool is_decided_by_ecs_init(const struct setting *wanted, const struct setting *given,
				   bool external)
{
	if (is_named(wanted, "ECS_ENABLE_GPU_SUPPORT"))
		return !given && wanted->path == agent_file_paths[AGENT_FILE_GENERATED] &&
		       says(wanted, "true");
	if (is_named(wanted, "ECS_ENABLE_TASK_ENI"))
		return external && given && says(given, "false");
	if (is_named(wanted, "ECS_EBSTA_SUPPORTED"))
		return given && says(given, "false");
	return false;
}

/* What getContainerConfig() sets where no file does, in every release; what it sets in
 * other words may be a release's own. */
static bool was_in_a_file(const struct setting *given, bool external)
{
	static const struct {
		const char *key, *value;
	} rows[] = {
		{ "ECS_DATADIR", "/data" },
		{ "ECS_LOGFILE", "/log/ecs-agent.log" },
		{ "ECS_UPDATES_ENABLED", "true" },
		{ "ECS_ENABLE_TASK_IAM_ROLE", "true" },
		{ "ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST", "true" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		if (is_named(given, rows[i].key))
			return !says(given, rows[i].value);
	return is_named(given, "ECS_ENABLE_TASK_ENI") && !external && says(given, "false");
}

static void name_setting(struct string_list *list, const struct setting *setting)
{
	CLEANUP(cleanup_free) char *place = NULL;

	if (list->count >= MAX_NAMED)
		return;
	if (agent_setting_can_be_named(setting->key, setting->key_len)) {
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

static void on_other_value(struct config_evidence *config, const struct setting *wanted,
			   const struct setting *given, bool external)
{
	/* On the way to Docker, Go replaces what is not UTF-8. */
	bool modelled = !is_decided_by_ecs_init(wanted, given, external) &&
			text_is_utf8(wanted->key, wanted->key_len) &&
			text_is_utf8(wanted->value, wanted->value_len);

	name_setting(modelled ? &config->changed : &config->unmodelled, wanted);
}

static bool is_read(const struct setting *setting)
{
	return ecs_config_name_is_read(setting->key, setting->key_len);
}

static bool same_value(const struct setting *a, const struct setting *b)
{
	return a->value_len == b->value_len &&
	       (a->value_len == 0 || memcmp(a->value, b->value, a->value_len) == 0);
}

static bool is_external(const struct settings *wanted)
{
	for (size_t i = 0; i < wanted->count; i++)
		if (is_named(&wanted->items[i], "ECS_EXTERNAL"))
			return says(&wanted->items[i], "true");
	return false;
}

/* Only keys that both sides name. */
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

		named += is_read(&wanted.items[i]);
		if (!is_read(&wanted.items[i]) || !other)
			continue;
		found++;
		same += same_value(&wanted.items[i], other);
	}
	evident = found && (same || found == named);
	for (size_t i = 0; evident && i < wanted.count; i++) {
		const struct setting *other = find_in(&given, &wanted.items[i]);

		if (other && counts_at_a_restart(other) && !same_value(&wanted.items[i], other))
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
	bool external;

	take_files(&wanted, files);
	take_environment(&given, environment);
	external = is_external(&wanted);
	while (w < wanted.count || g < given.count) {
		int order = w == wanted.count  ? 1
			    : g == given.count ? -1
					       : by_key(&wanted.items[w], &given.items[g]);

		if (order > 0) {
			if (given.items[g].value_len && (is_set_by_users(&given.items[g]) ||
							 was_in_a_file(&given.items[g], external)))
				name_setting(&config->changed, &given.items[g]);
		} else if (counts_at_a_restart(&wanted.items[w]) &&
			   (order < 0 || !same_value(&wanted.items[w], &given.items[g]))) {
			on_other_value(config, &wanted.items[w],
				       order == 0 ? &given.items[g] : NULL, external);
		}
		w += order <= 0;
		g += order >= 0;
	}
	free(wanted.items);
	free(given.items);
}
