/* SPDX-License-Identifier: Apache-2.0 */
/* The state file; what is understood survives being written again. */
#include "agent/history_file.h"
#include "fuzz.h"

static void write_again(const struct history *history)
{
	struct history again;
	char *text = NULL;

	PROMISE(history_file_format(history, &text) == 0);
	PROMISE(strlen(text) <= HISTORY_FILE_BYTES);
	PROMISE(history_file_parse(&again, text, strlen(text)));
	PROMISE(memcmp(history, &again, sizeof again) == 0);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct moment now = { .time_s = 1764000000, .boottime_us = 1 };
	struct history history;
	char *text = fuzz_text(data, size);
	bool good = history_file_parse(&history, text, size);

	PROMISE(good != history.lost);
	PROMISE(good || history.count == 0);
	PROMISE(history.count <= HISTORY_ENTRIES);
	for (size_t i = 0; i < history.count; i++) {
		const struct history_entry *entry = &history.entries[i];

		PROMISE(fuzz_is_printable(entry->fingerprint));
		PROMISE(!*entry->at.boot_id || history_is_boot_id(entry->at.boot_id));
		PROMISE(action_kind_name(entry->kind) && action_result_name(entry->result));
		(void)history_age_us(&entry->at, &now);
	}
	if (good)
		write_again(&history);
	free(text);
	return 0;
}
