/* SPDX-License-Identifier: Apache-2.0 */
/* The first byte says what the rest is: a command line, its words parted by NUL or by
 * blanks in a shell's text, or a process's control groups. */
#include <string.h>

#include "agent/owner.h"
#include "fuzz.h"

static void read_words(const char *text, size_t size)
{
	const char *words[MAX_COMMAND_WORDS];
	struct command_reading reading;
	size_t count = 0;

	for (size_t at = 0; at < size && count < MAX_COMMAND_WORDS; at += strlen(text + at) + 1)
		words[count++] = text + at;
	command_read(&reading, words, count);
	PROMISE(!(reading.does & COMMAND_BY_ID) == !reading.id[0]);
	PROMISE(strlen(reading.id) < sizeof reading.id);
}

static void read_text(const char *text)
{
	const char *const words[] = { "sh", "-c", text };
	struct command_reading reading;

	command_read(&reading, words, 3);
	PROMISE(!(reading.does & COMMAND_BY_ID) == !reading.id[0]);
}

static void read_place(const char *text)
{
	char unit[UNIT_NAME_BYTES];
	enum place place = owner_place(text, "0::/init.scope\n", unit);

	PROMISE(strlen(unit) < sizeof unit);
	PROMISE((place == PLACE_UNKNOWN || place == PLACE_ELSEWHERE) == !unit[0]);
	for (const char *at = unit; *at; at++)
		PROMISE(*at > ' ' && *at < 0x7f && *at != '/' && *at != '\'');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text;

	if (size == 0)
		return 0;
	text = fuzz_text(data + 1, size - 1);
	switch (data[0] % 3) {
	case 0:
		read_words(text, size - 1);
		break;
	case 1:
		read_text(text);
		break;
	default:
		read_place(text);
	}
	free(text);
	return 0;
}
