/* SPDX-License-Identifier: Apache-2.0 */
#include "history_file.h"

#include <errno.h>
#include <string.h>
#include <systemd/sd-json.h>

#include "ecsprobe/util.h"

static const char schema[] = "ecsprobe.restarts/1";

/* 9999-12-31T23:59:59Z, so that no sum of times can overflow. */
static const int64_t max_time_s = 253402300799;

static const char hex[] = "0123456789abcdef";

bool history_is_boot_id(const char *text)
{
	static const char pattern[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	size_t i = 0;

	for (; pattern[i] && text[i]; i++)
		if (pattern[i] == '-' ? text[i] != '-' : !strchr(hex, text[i]))
			return false;
	return pattern[i] == text[i];
}

static bool is_fingerprint(const char *text)
{
	return strspn(text, hex) == 16 && !text[16];
}

/* NULL where it is missing or no string. */
static const char *text_of(sd_json_variant *object, const char *key)
{
	sd_json_variant *member = sd_json_variant_by_key(object, key);

	return member && sd_json_variant_is_string(member) ? sd_json_variant_string(member) : NULL;
}

static bool take_text(sd_json_variant *object, const char *key, bool (*fits)(const char *text),
		      char *out, size_t size)
{
	const char *text = text_of(object, key);

	return text && (!*text || fits(text)) && copy_text(out, size, text);
}

/* A number beyond them all is read as a float, which some machines then round into
 * range and others do not. */
static bool is_whole(sd_json_variant *value)
{
	return value && sd_json_variant_type(value) != SD_JSON_VARIANT_REAL;
}

static bool take_moment(sd_json_variant *object, struct moment *at)
{
	sd_json_variant *time = sd_json_variant_by_key(object, "time");
	sd_json_variant *boottime = sd_json_variant_by_key(object, "boottime_us");

	if (!is_whole(time) || !sd_json_variant_is_integer(time) || !is_whole(boottime) ||
	    !sd_json_variant_is_unsigned(boottime))
		return false;
	at->time_s = sd_json_variant_integer(time);
	at->boottime_us = sd_json_variant_unsigned(boottime);
	return at->time_s >= 0 && at->time_s <= max_time_s &&
	       take_text(object, "boot_id", history_is_boot_id, at->boot_id, sizeof at->boot_id);
}

/* What the first version did not write; false where it is there and not as we write it. */
static bool take_later(sd_json_variant *object, struct history_entry *entry)
{
	sd_json_variant *blamed = sd_json_variant_by_key(object, "blamed");
	sd_json_variant *unproven = sd_json_variant_by_key(object, "unproven");

	if ((blamed && !sd_json_variant_is_boolean(blamed)) ||
	    (unproven && !sd_json_variant_is_boolean(unproven)))
		return false;
	entry->blamed = blamed && sd_json_variant_boolean(blamed);
	if (unproven && sd_json_variant_boolean(unproven)) {
		if (entry->result != RESULT_RESTARTED)
			return false;
		entry->result = RESULT_UNPROVEN;
	}
	return !sd_json_variant_by_key(object, "configuration") ||
	       take_text(object, "configuration", is_fingerprint, entry->configuration,
			 sizeof entry->configuration);
}

static bool take_entry(sd_json_variant *object, struct history_entry *entry)
{
	sd_json_variant *stood = sd_json_variant_by_key(object, "evidence_stood");
	const char *kind = text_of(object, "kind");
	const char *result = text_of(object, "result");

	if (!stood || !sd_json_variant_is_boolean(stood))
		return false;
	entry->evidence_stood = sd_json_variant_boolean(stood);
	return take_moment(object, &entry->at) && kind && action_kind_parse(kind, &entry->kind) &&
	       result && action_result_parse(result, &entry->result) &&
	       take_text(object, "fingerprint", is_fingerprint, entry->fingerprint,
			 sizeof entry->fingerprint) &&
	       take_later(object, entry);
}

static bool take_root(sd_json_variant *root, struct history *history)
{
	const char *word = text_of(root, "schema");
	sd_json_variant *restarts = sd_json_variant_by_key(root, "restarts");

	if (!word || strcmp(word, schema) != 0 || !restarts || !sd_json_variant_is_array(restarts))
		return false;
	for (size_t i = 0; i < sd_json_variant_elements(restarts); i++)
		if (!take_entry(sd_json_variant_by_index(restarts, i), history_add(history)))
			return false;
	return true;
}

bool history_file_parse(struct history *history, const char *text, size_t len)
{
	sd_json_variant *root = NULL;
	bool good;

	*history = (struct history){ 0 };
	good = len <= HISTORY_FILE_BYTES && strlen(text) == len &&
	       sd_json_parse(text, 0, &root, NULL, NULL) >= 0 && take_root(root, history);
	sd_json_variant_unref(root);
	if (!good)
		*history = (struct history){ .lost = true };
	return good;
}

/* An older ecsprobe that reads it knows neither the word nor the members at the end. */
static int append_entry(sd_json_variant **array, const struct history_entry *entry)
{
	bool unproven = entry->result == RESULT_UNPROVEN;

	return sd_json_variant_append_arraybo(
		array, SD_JSON_BUILD_PAIR_INTEGER("time", entry->at.time_s),
		SD_JSON_BUILD_PAIR_UNSIGNED("boottime_us", entry->at.boottime_us),
		SD_JSON_BUILD_PAIR_STRING("boot_id", entry->at.boot_id),
		SD_JSON_BUILD_PAIR_STRING("kind", action_kind_name(entry->kind)),
		SD_JSON_BUILD_PAIR_STRING(
			"result", action_result_name(unproven ? RESULT_RESTARTED : entry->result)),
		SD_JSON_BUILD_PAIR_STRING("fingerprint", entry->fingerprint),
		SD_JSON_BUILD_PAIR_BOOLEAN("evidence_stood", entry->evidence_stood),
		SD_JSON_BUILD_PAIR_BOOLEAN("unproven", unproven),
		SD_JSON_BUILD_PAIR_STRING("configuration", entry->configuration),
		SD_JSON_BUILD_PAIR_BOOLEAN("blamed", entry->blamed));
}

int history_file_format(const struct history *history, char **text)
{
	sd_json_variant *array = NULL;
	sd_json_variant *root = NULL;
	int r = sd_json_variant_new_array(&array, NULL, 0);

	for (size_t i = 0; r >= 0 && i < history->count; i++)
		r = append_entry(&array, &history->entries[i]);
	if (r >= 0)
		r = sd_json_buildo(&root, SD_JSON_BUILD_PAIR_STRING("schema", schema),
				   SD_JSON_BUILD_PAIR_VARIANT("restarts", array));
	/* It says nothing of what it could not print for want of memory. */
	errno = 0;
	if (r >= 0)
		r = sd_json_variant_format(root, SD_JSON_FORMAT_NEWLINE, text);
	if (r >= 0 && errno == ENOMEM) {
		free(*text);
		*text = NULL;
		r = -ENOMEM;
	}
	sd_json_variant_unref(array);
	sd_json_variant_unref(root);
	return r < 0 ? r : 0;
}
