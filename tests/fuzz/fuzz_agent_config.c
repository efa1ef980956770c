/* SPDX-License-Identifier: Apache-2.0 */
/* Up to three parts between NUL bytes: a file, a container's environment (a
 * line each), ecs.config.json. */
#include "agent/config_inputs.h"
#include "agent/evidence.h"
#include "fuzz.h"

static void promise_names(const struct string_list *list)
{
	PROMISE(list->count <= 64);
	for (size_t i = 0; i < list->count; i++) {
		PROMISE(fuzz_is_printable(list->items[i]));
		PROMISE(list->items[i][0] && strlen(list->items[i]) <= 64);
	}
}

static void fill(struct string_list *environment, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		string_list_add(environment, text, len);
		text += len + (text[len] != '\0');
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	size_t file_len = strlen(text);
	const char *environment = file_len < size ? text + file_len + 1 : "";
	const char *json = environment + strlen(environment);
	const struct config_text files[] = { { NULL, 0, NULL }, { text, file_len, "ecs.config" } };
	struct agent_status status = { .config.cluster_sight = SIGHT_ABSENT };

	json = *environment && json < text + size ? json + 1 : "";
	fill(&status.container.environment, environment);
	config_compare(&status.config, files, 2, &status.container.environment);
	promise_names(&status.config.changed);
	promise_names(&status.config.unmodelled);
	string_list_done(&status.config.changed);
	(void)config_compare_common(&status.config, files, 2, &status.container.environment);
	promise_names(&status.config.changed);
	config_find_fatal(&status.config,
			  &(struct config_inputs){ .texts = { files[0], files[1] } },
			  &status.container.environment);
	for (size_t i = 0; i < status.config.fatal.count; i++)
		PROMISE(fuzz_is_printable(status.config.fatal.items[i]));
	config_read_json(&status.config, json, strlen(json));
	PROMISE(fuzz_is_printable(status.config.json_detail));
	PROMISE(fuzz_is_printable(status.config.cluster));
	PROMISE((status.config.cluster_sight == SIGHT_SEEN) == (status.config.cluster[0] != '\0'));
	PROMISE(!status.config.json_invalid || status.config.json_detail[0]);
	agent_status_done(&status);
	free(text);
	return 0;
}
