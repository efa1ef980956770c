/* SPDX-License-Identifier: Apache-2.0 */
/* A file of settings; the part behind a NUL, a line each, is the environment. */
#include <string.h>

#include "ecsprobe/options.h"
#include "fuzz.h"

enum { MAX_VARIABLES = 16 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = memchr(data, 0, size);
	size_t file_size = end ? (size_t)(end - data) : size;
	char *rest = end ? fuzz_text(end + 1, size - file_size - 1) : NULL;
	char *owned = rest;
	char *environment[MAX_VARIABLES + 1] = { 0 };
	char *argv[] = { "ecsprobe", NULL };
	const struct settings_input input = { "fuzz.conf", (const char *)data, file_size,
					      environment };
	struct options options;
	struct error e = { 0 };

	for (size_t i = 0; i < MAX_VARIABLES && rest && *rest; i++)
		environment[i] = strsep(&rest, "\n");
	if (options_parse(&options, 1, argv, &input, &e) == 0) {
		/* What changes something is nobody's setting. */
		PROMISE(options.verb == VERB_PROBE && options.restart == RESTART_NEVER &&
			!options.force && !options.dry_run);
		PROMISE(options.timeout_us >= 1000 && options.outputs.count > 0);
		options_done(&options);
	} else {
		PROMISE(e.class == ERROR_USAGE || e.class == ERROR_CONFIG);
		PROMISE(*e.text && fuzz_is_printable(e.text));
		PROMISE(options_salvage(&options, 1, argv, &input));
		PROMISE(options.restart == RESTART_NEVER && options.verb == VERB_PROBE);
		options_done(&options);
	}
	free(owned);
	return 0;
}
