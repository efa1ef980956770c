/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/history.h"

#include <string.h>

static const uint64_t second_us = 1000000;

uint64_t history_age_us(const struct moment *then, const struct moment *now)
{
	if (then->boot_id[0] && strcmp(then->boot_id, now->boot_id) == 0)
		return now->boottime_us > then->boottime_us ? now->boottime_us - then->boottime_us
							    : 0;
	if (then->time_s > now->time_s)
		return UINT64_MAX;
	return (uint64_t)(now->time_s - then->time_s) * second_us;
}

struct history_entry *history_add(struct history *history)
{
	struct history_entry *entry;

	if (history->count == HISTORY_ENTRIES) {
		memmove(history->entries, history->entries + 1,
			sizeof history->entries - sizeof history->entries[0]);
		history->count--;
	}
	entry = &history->entries[history->count++];
	*entry = (struct history_entry){ 0 };
	return entry;
}

const struct history_entry *history_blamed(const struct history *history, const char *configuration)
{
	for (size_t i = history ? history->count : 0; *configuration && i-- > 0;) {
		const struct history_entry *entry = &history->entries[i];

		if (action_kind_acts(entry->kind) &&
		    strcmp(entry->configuration, configuration) == 0)
			return entry->blamed ? entry : NULL;
	}
	return NULL;
}
