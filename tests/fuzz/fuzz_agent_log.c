/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/evidence.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct path_evidence path = { 0 };
	char *text = fuzz_text(data, size);

	path_read_log(&path, text, size, 1000000);
	/* ABSENT: the line of a later start, and nothing after it. */
	PROMISE(path.log_sight == SIGHT_SEEN || path.log_sight == SIGHT_UNKNOWN ||
		path.log_sight == SIGHT_ABSENT);
	PROMISE((path.log_sight == SIGHT_SEEN) == (path.log_host[0] != '\0'));
	PROMISE(strspn(path.log_host, "abcdefghijklmnopqrstuvwxyz0123456789-.") ==
		strlen(path.log_host));
	PROMISE(path.log_numbered == path_is_numbered(path.log_host));
	PROMISE(path.log_sight != SIGHT_SEEN || path.log_time_us >= 1000000);
	free(text);
	return 0;
}
