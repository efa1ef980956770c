/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/config_check.h"

#include <stdio.h>
#include <string.h>

#include "config_inputs.h"
#include "ecsprobe/ecs_config.h"
#include "ecsprobe/escape.h"
#include "json_shape.h"
#include "sources.h"

static void add_of_file(struct setting_faults *faults, enum agent_file_id file,
			enum setting_outcome outcome, const char *found, const char *expected)
{
	struct setting_fault fault = { .file = file, .outcome = outcome };

	(void)copy_text(fault.found, sizeof fault.found, found);
	(void)copy_text(fault.expected, sizeof fault.expected, expected);
	setting_faults_add(faults, &fault);
}

static void name_key(struct setting_fault *fault, const struct ecs_config_line *line)
{
	CLEANUP(cleanup_free) char *key = xasprintf("%.*s", (int)line->key_len, line->key);

	if (agent_setting_can_be_named(line->key, line->key_len))
		escape_text(fault->key, sizeof fault->key, key);
	else
		(void)snprintf(fault->key, sizeof fault->key, "(an unknown key of %zu bytes)",
			       line->key_len);
}

/* --- lines ------------------------------------------------------------------------ */

/* The last line of the last file that has the key. */
static bool counts(const struct agent_files *files, enum agent_file_id file,
		   const struct ecs_config_line *line)
{
	CLEANUP(cleanup_free) char *key = xasprintf("%.*s", (int)line->key_len, line->key);
	const char *path = NULL;
	unsigned number = 0;
	char value[CONFIG_VALUE_BYTES];
	enum sight sight;

	sight = agent_files_look_up(files, key, value, sizeof value, &path, &number);
	text_wipe_bytes(value, sizeof value);
	return sight != SIGHT_SEEN || (path == agent_file_paths[file] && number == line->number);
}

static void show_value(struct setting_fault *fault, const struct setting_verdict *verdict,
		       char *value)
{
	if (!verdict->row || (verdict->row->flags & SETTING_SECRET)) {
		(void)copy_text(fault->found, sizeof fault->found, "(hidden)");
		return;
	}
	hide_login(value);
	escape_text(fault->found, sizeof fault->found, value);
}

struct check {
	struct setting_faults *faults;
	const struct agent_files *files;
	struct setting_facts facts;
	const struct string_list *proven; /* NULL: nothing is */
};

static bool is_proven(const struct check *check, const struct ecs_config_line *line)
{
	char *item = strndup(line->key, line->key_len + 1 + line->value_len);
	bool proven = item && check->proven && string_list_has(check->proven, item);

	text_wipe(item);
	free(item);
	return proven;
}

static void judge_line(struct setting_faults *faults, enum agent_file_id file,
		       const struct ecs_config_line *line, const struct setting_facts *facts)
{
	char *value = strndup(line->value, line->value_len);
	struct setting_fault fault = { .file = file, .line = line->number };
	struct setting_verdict verdict;

	if (!value)
		return;
	verdict = agent_setting_judge(line->key, line->key_len, value, facts);
	fault.outcome = verdict.outcome;
	(void)copy_text(fault.expected, sizeof fault.expected, verdict.expected);
	if (!text_is_utf8(line->value, line->value_len)) {
		fault.outcome = fault.outcome > SETTING_UNPROVEN ? fault.outcome : SETTING_UNPROVEN;
		(void)copy_text(fault.expected, sizeof fault.expected, "a value in UTF-8");
	}
	if (fault.outcome != SETTING_ACCEPTED) {
		name_key(&fault, line);
		show_value(&fault, &verdict, value);
		setting_faults_add(faults, &fault);
	}
	text_wipe(value);
	free(value);
}

static void note_unread(struct setting_faults *faults, enum agent_file_id file,
			const struct ecs_config_line *line)
{
	struct setting_fault fault = {
		.file = file,
		.line = line->number,
		.outcome = SETTING_IGNORED,
		.unread = true,
		.comment = line->key_len && line->key[0] == '#',
	};

	name_key(&fault, line);
	(void)copy_text(fault.found, sizeof fault.found, "(hidden)");
	(void)copy_text(fault.expected, sizeof fault.expected,
			"KEY=VALUE, without export and without spaces before the =");
	setting_faults_add(faults, &fault);
}

static void check_line(const struct check *check, enum agent_file_id file,
		       const struct ecs_config_line *line)
{
	struct setting_faults *faults = check->faults;
	struct setting_fault nameless = { .file = file,
					  .line = line->number,
					  .outcome = SETTING_REFUSED };

	if (!line->key_len) {
		(void)copy_text(nameless.found, sizeof nameless.found, "nothing before the =");
		(void)copy_text(nameless.expected, sizeof nameless.expected,
				"KEY=VALUE: Docker accepts no variable without a name");
		setting_faults_add(faults, &nameless);
	} else if (!ecs_config_name_is_read(line->key, line->key_len)) {
		note_unread(faults, file, line);
	} else if (counts(check->files, file, line) && !is_proven(check, line)) {
		judge_line(faults, file, line, &check->facts);
	}
}

/* As a Windows editor saves it; then no line means what it seems to. */
static bool is_utf16(const struct agent_file *file)
{
	return file->len >= 2 &&
	       (memcmp(file->bytes, "\xff\xfe", 2) == 0 || memcmp(file->bytes, "\xfe\xff", 2) == 0);
}

static bool is_text(struct setting_faults *faults, const struct agent_file *file,
		    enum agent_file_id id)
{
	static const char wanted[] = "text in UTF-8, one KEY=VALUE per line";

	if (is_utf16(file)) {
		add_of_file(faults, id, SETTING_REFUSED, "UTF-16", wanted);
		return false;
	}
	if (memchr(file->bytes, '\0', file->len)) {
		add_of_file(faults, id, SETTING_REFUSED, "a NUL byte", wanted);
		return false;
	}
	return true;
}

static void check_lines(const struct check *check, enum agent_file_id id)
{
	const struct agent_file *file = &check->files->files[id];
	struct ecs_config_line line;
	const char *cursor = file->bytes;
	unsigned number = 0;

	if (file->sight == SIGHT_UNKNOWN)
		add_of_file(check->faults, id, SETTING_UNPROVEN, file->why, "a readable file");
	if (!file->bytes || !is_text(check->faults, file, id))
		return;
	while (ecs_config_next(&cursor, file->bytes + file->len, &number, &line))
		check_line(check, id, &line);
}

/* --- all of them ------------------------------------------------------------------ */

static void check_json(struct setting_faults *faults, const struct agent_file *json,
		       struct config_evidence *config)
{
	if (json->sight == SIGHT_UNKNOWN)
		add_of_file(faults, AGENT_FILE_JSON, SETTING_UNPROVEN, json->why,
			    "a readable file");
	if (!json->bytes)
		return;
	config_read_json(config, json->bytes, json->len);
	if (config->json_detail[0])
		add_of_file(faults, AGENT_FILE_JSON,
			    config->json_invalid ? SETTING_REFUSED : SETTING_UNPROVEN,
			    config->json_detail, "JSON as the agent accepts it");
}

static void check_conflicts(struct setting_faults *faults, struct config_evidence *config,
			    const struct config_inputs *inputs)
{
	config_find_conflicts(config, inputs);
	for (size_t i = 0; i < config->fatal.count; i++)
		add_of_file(faults, AGENT_FILE_CONFIG, SETTING_REFUSED, config->fatal.items[i],
			    "settings that the agent accepts together");
	string_list_done(&config->fatal);
}

static void fill_facts(struct setting_facts *facts, const struct config_inputs *inputs)
{
	char value[CONFIG_VALUE_BYTES];

	facts->json = json_shape_of;
	facts->external = config_is_true(inputs, "ECS_EXTERNAL");
	(void)config_look_up(inputs, "AWS_DEFAULT_REGION", value, sizeof value);
	/* NewConfig() of agent/config/config.go asks for it before it reads the JSON. */
	facts->region_named = value[0] != '\0';
	(void)config_look_up(inputs, "ECS_LOG_DRIVER", value, sizeof value);
	facts->default_log_driver = !value[0] || strcmp(value, "json-file") == 0;
}

void config_check_settings(struct setting_faults *faults, const struct setting_sources *sources,
			   struct setting_facts facts)
{
	const struct agent_files *files = sources->files;
	const struct config_inputs inputs = { files, sources->environment };
	struct check check = { faults, files, facts, sources->proven };

	*faults = (struct setting_faults){ 0 };
	fill_facts(&check.facts, &inputs);
	for (size_t i = 0; !sources->environment && i < AGENT_ENVIRONMENT_FILES; i++)
		check_lines(&check, (enum agent_file_id)i);
	if (!sources->without_json)
		config_check_json_values(faults, &inputs, sources->by_hand, &check.facts);
}

void config_check(struct setting_faults *faults, const struct agent_files *files,
		  struct setting_facts facts)
{
	const struct config_inputs inputs = { .files = files };
	struct config_evidence config = { .external = config_is_true(&inputs, "ECS_EXTERNAL") };

	config_check_settings(faults, &(struct setting_sources){ .files = files }, facts);
	check_json(faults, &files->files[AGENT_FILE_JSON], &config);
	check_conflicts(faults, &config, &inputs);
}

enum setting_outcome setting_faults_worst(const struct setting_faults *faults)
{
	enum setting_outcome worst = SETTING_ACCEPTED;

	for (size_t i = 0; i < faults->count; i++)
		if (!faults->items[i].comment && faults->items[i].outcome > worst)
			worst = faults->items[i].outcome;
	return worst;
}

/* Keys and what is expected, never values: any line may contain a pasted secret. */
char *setting_fault_words(const struct setting_fault *fault)
{
	const char *path = agent_file_paths[fault->file];

	if (!fault->line && fault->key[0])
		return xasprintf("%s: %s: expected %s", path, fault->key, fault->expected);
	if (!fault->line)
		return xasprintf("%s: found %s, expected %s", path, fault->found, fault->expected);
	return xasprintf("%s:%u: %s: expected %s", path, fault->line, fault->key, fault->expected);
}
