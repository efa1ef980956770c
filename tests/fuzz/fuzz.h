/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TESTS_FUZZ_H
#define ECSPROBE_TESTS_FUZZ_H
/* One file a target.  libFuzzer or replay.c brings main() and hands over the
 * bytes; a target only has to survive them and to keep its promises. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise; also without NDEBUG's blessing. */
#define PROMISE(condition)                                                                       \
	do {                                                                                     \
		if (!(condition)) {                                                              \
			(void)fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, \
				      #condition);                                               \
			abort();                                                                 \
		}                                                                                \
	} while (0)

/* NUL-terminated, in a block of its own so that every overrun is seen. */
static inline char *fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);

	if (!text)
		abort();
	if (size)
		memcpy(text, data, size);
	text[size] = '\0';
	return text;
}

/* Safe on a terminal and in a log line. */
static inline bool fuzz_is_printable(const char *text)
{
	for (; *text; text++)
		if (*text < 0x20 || *text > 0x7e)
			return false;
	return true;
}

#endif
