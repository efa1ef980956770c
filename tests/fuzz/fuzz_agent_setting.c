/* SPDX-License-Identifier: Apache-2.0 */
/* A setting of the agent's, KEY=VALUE: what its next start makes of it.  The first byte says
 * what is known of the machine. */
#include "ecsprobe/agent_setting.h"
#include "fuzz.h"

/* Of the text's own length, as no parser is here: some of each. */
static enum json_fit some_json(const char *text, enum json_shape shape, struct string_list *items)
{
	size_t len = strlen(text);

	if (len % 3 == 0)
		return JSON_NOT;
	if (len % 3 == 1)
		return JSON_OTHER_SHAPE;
	string_list_add(items, text, len);
	if (shape == JSON_STRING_MAP)
		string_list_add(items, text, len / 2);
	return JSON_FITS;
}

static enum sight some_sight(void *arg, const char *path)
{
	(void)arg;
	return strlen(path) % 2 ? SIGHT_SEEN : SIGHT_ABSENT;
}

static void read_as_go(const char *value, size_t size)
{
	const char *trimmed = value;
	size_t len = size;
	int64_t number;

	go_trim(&trimmed, &len);
	PROMISE(trimmed >= value && trimmed + len <= value + size);
	PROMISE(go_bool(value) >= -1 && go_bool(value) <= 1);
	(void)go_duration(value, &number);
	(void)go_integer(value, &number);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = size ? fuzz_text(data + 1, size - 1) : NULL;
	char *value = text ? strchr(text, '=') : NULL;
	struct setting_facts facts = { 0 };
	struct setting_verdict verdict;
	size_t key_len;

	if (!value) {
		free(text);
		return 0;
	}
	key_len = (size_t)(value - text);
	*value++ = '\0';
	facts = (struct setting_facts){ .memory_mib = data[0] & 1 ? 512 : 0,
					.gpu = data[0] & 2 ? SIGHT_SEEN : SIGHT_ABSENT,
					.external = data[0] & 4,
					.region_named = data[0] & 8,
					.default_log_driver = data[0] & 16,
					.registered_region = data[0] & 32 ? "us-east-1" : NULL,
					.json = some_json,
					.exists = data[0] & 64 ? some_sight : NULL };
	verdict = agent_setting_judge(text, key_len, value, &facts);
	PROMISE(verdict.expected && fuzz_is_printable(verdict.expected));
	PROMISE(verdict.outcome <= SETTING_REFUSED && setting_outcome_name(verdict.outcome));
	/* Of what nobody knows nobody says that it stops the agent. */
	PROMISE(verdict.outcome != SETTING_REFUSED || verdict.row);
	/* Never a value that an operator's terminal would obey, and no secret. */
	if (agent_setting_can_be_shown(text, key_len, value)) {
		PROMISE(fuzz_is_printable(value));
		PROMISE(!verdict.row || !(verdict.row->flags & SETTING_SECRET));
	}
	PROMISE(!agent_setting_can_be_named(text, key_len) || fuzz_is_printable(text));
	read_as_go(value, strlen(value));
	free(text);
	return 0;
}
