/* SPDX-License-Identifier: Apache-2.0 */
/* The first byte is the room there is. */
#include "ecsprobe/escape.h"
#include "fuzz.h"

enum { LEAST = 8 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t room;
	char *out;
	char *text;

	if (size == 0)
		return 0;
	room = LEAST + data[0];
	out = malloc(room);
	if (!out)
		abort();
	escape_bytes(out, room, data + 1, size - 1);
	PROMISE(memchr(out, '\0', room) != NULL && fuzz_is_printable(out));
	/* What had to be cut says so, and what fits is whole. */
	if (size - 1 >= room)
		PROMISE(strcmp(out + strlen(out) - 3, "...") == 0);
	if ((size - 1) * 4 < room)
		PROMISE(strlen(out) >= size - 1);
	text = fuzz_text(data + 1, size - 1);
	escape_text(out, room, text);
	PROMISE(memchr(out, '\0', room) != NULL && fuzz_is_printable(out));
	free(text);
	free(out);
	return 0;
}
