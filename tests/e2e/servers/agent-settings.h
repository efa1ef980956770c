/* SPDX-License-Identifier: Apache-2.0 */
/* The stand-in agent refuses what the real one was seen to refuse: the rows of
 * tests/data/agent_settings.tsv whose value is in its environment or its JSON file. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SETTING_COLUMNS = 8, STATUS_OTHER = -1, STATUS_NONE = -2 };

static bool json_file_is(const char *value)
{
	char text[1024];
	FILE *file = fopen("/etc/ecs/ecs.config.json", "re");
	size_t bytes = file ? fread(text, 1, sizeof text - 1, file) : 0;

	if (file)
		fclose(file);
	text[bytes] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return strcmp(text, value) == 0;
}

static bool is_set_to(const char *key, const char *value)
{
	const char *set = getenv(key);

	if (strcmp(key, "ecs.config.json") == 0)
		return json_file_is(value);
	/* Which Region is another one, the saved state tells. */
	if (strcmp(key, "AWS_DEFAULT_REGION") == 0)
		return false;
	if (strcmp(key, "ECS_EXTERNAL") == 0 && getenv("AWS_DEFAULT_REGION"))
		return false;
	return set && strcmp(set, value) == 0;
}

/* The exit status of the first row that holds, with its words; STATUS_OTHER: it goes on
 * as another container instance. */
static int refused_setting(char *words, size_t size)
{
	char line[2048];
	int found = STATUS_NONE;
	FILE *file = fopen("/var/lib/ecs/agent_settings.tsv", "re");

	while (file && found == STATUS_NONE && fgets(line, sizeof line, file)) {
		char *columns[SETTING_COLUMNS] = { 0 }, *rest = line;

		line[strcspn(line, "\n")] = '\0';
		for (int i = 0; i < SETTING_COLUMNS && rest; i++)
			columns[i] = strsep(&rest, "\t");
		if (line[0] == '#' || !columns[SETTING_COLUMNS - 1] ||
		    strcmp(columns[5], "agent") != 0 || strcmp(columns[6], "back") == 0 ||
		    !is_set_to(columns[0], columns[1]))
			continue;
		found = strcmp(columns[6], "other") == 0 ? STATUS_OTHER : atoi(columns[6]);
		snprintf(words, size, "Error loading config: %s", columns[7]);
	}
	if (file)
		fclose(file);
	return found;
}
