/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "config_inputs.h"
#include "ecsprobe/config_check.h"
#include "ecsprobe/escape.h"
#include "ecsprobe/facts.h"
#include "ecsprobe/hash.h"
#include "ecsprobe/local_file.h"

static void note_unreadable(struct config_evidence *config, const struct agent_files *files)
{
	for (size_t i = 0; i < AGENT_ENVIRONMENT_FILES; i++) {
		if (files->files[i].sight != SIGHT_UNKNOWN)
			continue;
		config->sight = SIGHT_UNKNOWN;
		(void)copy_text(config->why, sizeof config->why, files->files[i].why);
	}
}

static void find_cluster(struct config_evidence *config, const struct config_inputs *inputs)
{
	char value[CONFIG_VALUE_BYTES];
	const char *cluster;

	config->cluster_sight = config_look_up(inputs, "ECS_CLUSTER", value, sizeof value);
	cluster = config_trim(value);
	if (config->cluster_sight == SIGHT_SEEN && !*cluster)
		config->cluster_sight = SIGHT_ABSENT;
	if (config->cluster_sight == SIGHT_SEEN)
		escape_name(config->cluster, sizeof config->cluster, cluster);
	text_wipe_bytes(value, sizeof value);
}

static int64_t us_of(const struct timespec *time)
{
	return (int64_t)time->tv_sec * 1000000 + time->tv_nsec / 1000;
}

/* A copied file may have any modification time, but not any inode change time, and a link may be
 * replaced: only a file that is older by all of these times is the one that the start read. */
static void date_json(struct config_evidence *config, const char *root, int64_t started_us)
{
	CLEANUP(cleanup_free)
	char *path = xasprintf("%s%s", root, agent_file_paths[AGENT_FILE_JSON]);
	struct stat file;
	struct stat link;

	if (!started_us || stat(path, &file) < 0 || lstat(path, &link) < 0)
		return;
	config->json_newer = us_of(&file.st_mtim) > started_us;
	config->json_proven = !config->json_newer && us_of(&file.st_ctim) <= started_us &&
			      us_of(&link.st_ctim) <= started_us;
}

static void read_json(struct config_evidence *config, const struct agent_file *json,
		      const char *root, int64_t started_us)
{
	if (json->sight == SIGHT_UNKNOWN) {
		config->sight = SIGHT_UNKNOWN;
		(void)copy_text(config->why, sizeof config->why, json->why);
		(void)copy_text(config->json_detail, sizeof config->json_detail, json->why);
		if (config->cluster_sight == SIGHT_ABSENT)
			config->cluster_sight = SIGHT_UNKNOWN;
	}
	if (!json->bytes)
		return;
	config_read_json(config, json->bytes, json->len);
	if (strspn(json->bytes, " \t\r\n\v\f") < json->len)
		date_json(config, root, started_us);
}

static void compare(struct agent_status *status, struct config_inputs *inputs, bool by_hand)
{
	struct config_evidence *config = &status->config;
	const struct string_list *environment = &status->container.environment;

	if (!by_hand) {
		config_compare(config, inputs->files, environment);
	} else if (!config_compare_common(config, inputs->files, environment)) {
		config->sight = SIGHT_ABSENT;
		(void)snprintf(config->why, sizeof config->why,
			       "it was not created from the configuration files");
	}
}

/* A container by hand looks elsewhere by itself. */
static bool reads_json(const struct container_status *container, bool by_hand)
{
	const struct config_inputs given = { .environment = &container->environment };
	char path[CONFIG_VALUE_BYTES];

	if (!by_hand)
		return true;
	(void)config_look_up(&given, "ECS_AGENT_CONFIG_FILE_PATH", path, sizeof path);
	return strcmp(path, agent_file_paths[AGENT_FILE_JSON]) == 0;
}

/* A value that an agent has registered with is safe. */
static const struct string_list *proven_environment(const struct agent_status *status)
{
	return status->container.running && status->introspection.sight == SIGHT_SEEN &&
			       status->introspection.arn[0]
		       ? &status->container.environment
		       : NULL;
}

/* "export X=y" and "X = y": no program reads such a name. */
static void take_unread(struct config_evidence *config, const struct setting_fault *fault)
{
	CLEANUP(cleanup_free)
	char *place = xasprintf("%s:%u", agent_file_paths[fault->file], fault->line);

	if (!fault->comment)
		string_list_add(&config->unread, place, strlen(place));
}

static void take_fault(struct config_evidence *config, const struct setting_fault *fault,
		       bool with_doubts)
{
	CLEANUP(cleanup_free) char *words = setting_fault_words(fault);

	if (fault->unread) {
		take_unread(config, fault);
		return;
	}
	/* What a registered agent read at its start is proven. */
	if (config_is_judged_here(fault->key) ||
	    (fault->file == AGENT_FILE_JSON && with_doubts && config->json_proven))
		return;
	if (fault->outcome == SETTING_REFUSED && (fault->line == 0 || fault->key[0]))
		string_list_add(&config->refused, words, strlen(words));
	else if (fault->outcome == SETTING_UNPROVEN && fault->key[0] && with_doubts)
		string_list_add(&config->unproven, words, strlen(words));
}

/* An unproven value matters if an agent works now; a stopped one has nothing to lose. */
static void judge_settings(struct agent_status *status, const struct setting_sources *sources,
			   const char *root)
{
	char region[ARN_REGION_BYTES];
	long pages = sysconf(_SC_PHYS_PAGES);
	long page_bytes = sysconf(_SC_PAGESIZE);
	char *below = xstrdup(root);
	struct setting_faults faults;

	config_check_settings(
		&faults, sources,
		(struct setting_facts){
			.memory_mib = pages > 0 && page_bytes > 0
					      ? (uint64_t)pages * (uint64_t)page_bytes >> 20
					      : 0,
			.gpu = local_file_exists(below, "/dev/nvidia0"),
			.registered_region =
				agent_arn_region(&status->introspection, region) ? region : NULL,
			.exists = local_file_exists,
			.arg = below,
		});
	for (size_t i = 0; i < faults.count; i++)
		take_fault(&status->config, &faults.items[i], sources->proven != NULL);
	setting_faults_done(&faults);
	free(below);
}

static void take_fingerprint(struct config_evidence *config, const struct agent_files *files)
{
	uint64_t hash = hash_start;

	for (size_t i = 0; i < AGENT_FILE_COUNT; i++) {
		const struct agent_file *file = &files->files[i];

		if (file->sight == SIGHT_UNKNOWN)
			return;
		for (size_t n = 0; file->bytes && n < file->len; n++)
			hash = hash_byte(hash, (unsigned char)file->bytes[n]);
		/* Not to be found in any text. */
		hash = hash_byte(hash, UCHAR_MAX);
	}
	(void)snprintf(config->fingerprint, sizeof config->fingerprint, "%016" PRIx64, hash);
}

/* parseCheckpoint() of agent/config/parse.go; ecs-init names a directory itself.  Whatever
 * recreates the container, this one has saved nothing that could be read. */
static bool keeps_nothing(const struct container_status *container)
{
	const struct config_inputs given = { .environment = &container->environment };
	char value[CONFIG_VALUE_BYTES];
	bool named;

	(void)config_look_up(&given, "ECS_DATADIR", value, sizeof value);
	named = value[0] != '\0';
	(void)config_look_up(&given, "ECS_CHECKPOINT", value, sizeof value);
	return named ? go_bool(config_trim(value)) == 0 : go_bool(config_trim(value)) != 1;
}

/* A dead container that ecs-init removes anyway has nothing to lose. */
static bool loses_state(const struct agent_status *status, bool by_hand)
{
	return agent_has_container(status) && (by_hand || status->container.running) &&
	       keeps_nothing(&status->container);
}

/* The default chain of its SDK (config/resolve_credentials.go of aws-sdk-go-v2) before it
 * comes to the metadata service.  ecs-init mounts no directory where the chain looks by
 * itself; others may. */
static enum sight find_credentials(const struct agent_status *status,
				   const struct agent_files *files, bool by_ecs_init)
{
	static const char *const keys[] = {
		"AWS_ACCESS_KEY_ID",
		"AWS_ACCESS_KEY",
		"AWS_PROFILE",
		"AWS_DEFAULT_PROFILE",
		"AWS_SHARED_CREDENTIALS_FILE",
		"AWS_CONFIG_FILE",
		"AWS_WEB_IDENTITY_TOKEN_FILE",
		"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
		"AWS_CONTAINER_CREDENTIALS_FULL_URI",
	};
	const struct config_inputs inputs[] = {
		{ .environment = &status->container.environment },
		{ .files = files },
	};
	enum sight sight = by_ecs_init ? SIGHT_ABSENT : SIGHT_UNKNOWN;
	char value[CONFIG_VALUE_BYTES];

	for (size_t i = 0; i < ARRAY_SIZE(inputs); i++) {
		for (size_t k = 0; k < ARRAY_SIZE(keys); k++) {
			enum sight found = config_look_up(&inputs[i], keys[k], value, sizeof value);

			if (found == SIGHT_SEEN && value[0])
				sight = SIGHT_SEEN;
			else if (found == SIGHT_UNKNOWN && sight == SIGHT_ABSENT)
				sight = SIGHT_UNKNOWN;
		}
	}
	text_wipe_bytes(value, sizeof value);
	return sight;
}

static bool is_false(const struct config_inputs *inputs, const char *key)
{
	char value[CONFIG_VALUE_BYTES];

	(void)config_look_up(inputs, key, value, sizeof value);
	return go_bool(config_trim(value)) == 0;
}

/* The running agent's own value counts; by default ecs-init says yes. */
static enum sight find_switch(const struct agent_status *status, const struct agent_files *files,
			      const char *key, bool by_ecs_init)
{
	const struct config_inputs inputs = {
		.files = files,
		.environment = status->container.sight == SIGHT_SEEN
				       ? &status->container.environment
				       : NULL,
	};
	char value[CONFIG_VALUE_BYTES];
	enum sight sight = config_look_up(&inputs, key, value, sizeof value);

	if (sight == SIGHT_SEEN)
		return go_bool(config_trim(value)) == 1 ? SIGHT_SEEN : SIGHT_ABSENT;
	if (sight == SIGHT_UNKNOWN || status->unit.without_container)
		return SIGHT_UNKNOWN;
	if (inputs.environment)
		return SIGHT_ABSENT;
	return by_ecs_init ? SIGHT_SEEN : SIGHT_UNKNOWN;
}

/* A container that no unit makes again keeps its environment, whatever the files say. */
static bool reads_environment_files(const struct agent_status *status, bool by_hand)
{
	return !by_hand || (status->unit.sight == SIGHT_SEEN && !status->owner.keeps);
}

/* After the rest: what could not be read may say anything. */
static void note_unseen(struct agent_status *status, const struct agent_files *files, bool by_hand)
{
	struct config_evidence *config = &status->config;
	const struct agent_file *json = &files->files[AGENT_FILE_JSON];
	bool json_unseen = json->sight == SIGHT_UNKNOWN ||
			   (config->json_detail[0] && !config->json_invalid);
	CLEANUP(cleanup_free) char *told = NULL;

	for (size_t i = 0; reads_environment_files(status, by_hand) && i < AGENT_ENVIRONMENT_FILES;
	     i++)
		if (files->files[i].sight == SIGHT_UNKNOWN)
			(void)copy_text(config->file_unseen, sizeof config->file_unseen,
					files->files[i].why);
	if (!json_unseen || config->json_proven || !reads_json(&status->container, by_hand))
		return;
	told = json->sight == SIGHT_UNKNOWN ? xstrdup(json->why)
					    : xasprintf("%s: %s", agent_file_paths[AGENT_FILE_JSON],
							config->json_detail);
	(void)copy_text(config->file_unseen, sizeof config->file_unseen, told);
}

void config_gather(struct agent_status *status, const struct agent_files *files, const char *root)
{
	struct config_evidence *config = &status->config;
	const struct container_status *container = &status->container;
	bool by_hand = agent_has_container(status) && !agent_is_made_by_ecs_init(status);
	struct config_inputs inputs = { .files = files };

	config->sight = agent_has_container(status) ? SIGHT_SEEN : SIGHT_UNKNOWN;
	if (container->sight == SIGHT_UNKNOWN)
		(void)snprintf(config->why, sizeof config->why,
			       "the container's environment is not known");
	else if (config->sight == SIGHT_UNKNOWN)
		(void)snprintf(config->why, sizeof config->why,
			       "there is no container to compare with");
	note_unreadable(config, files);
	take_fingerprint(config, files);
	if (config->sight == SIGHT_SEEN)
		compare(status, &inputs, by_hand);
	if (by_hand && agent_keeps_environment(status))
		inputs.environment = &container->environment;
	config->external = config_is_true(&inputs, "ECS_EXTERNAL");
	config->own_credentials =
		find_credentials(status, files, agent_is_made_by_ecs_init(status));
	status->task_endpoint.for_tasks = find_switch(status, files, "ECS_ENABLE_TASK_IAM_ROLE",
						      agent_is_made_by_ecs_init(status));
	status->task_endpoint.for_host = find_switch(status, files,
						     "ECS_ENABLE_TASK_IAM_ROLE_NETWORK_HOST",
						     agent_is_made_by_ecs_init(status));
	config->no_task_network = is_false(&inputs, "ECS_ENABLE_TASK_ENI");
	config->no_checkpoint = loses_state(status, by_hand);
	config->warm_pool_check = config_is_true(&inputs, "ECS_WARM_POOLS_CHECK");
	find_cluster(config, &inputs);
	/* An agent that runs without a container is given its cluster by its unit. */
	if (status->unit.without_container && config->cluster_sight == SIGHT_ABSENT)
		config->cluster_sight = SIGHT_UNKNOWN;
	if (reads_json(container, by_hand))
		read_json(config, &files->files[AGENT_FILE_JSON], root, agent_started_us(status));
	if (!status->unit.without_container)
		judge_settings(status,
			       &(struct setting_sources){
				       .files = files,
				       .environment = inputs.environment,
				       .proven = proven_environment(status),
				       .by_hand = by_hand,
				       .without_json = !reads_json(container, by_hand),
			       },
			       root);
	if (!status->unit.without_container)
		config_find_fatal(config, &inputs, proven_environment(status));
	if (!status->unit.without_container)
		note_unseen(status, files, by_hand);
}
