/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/introspect.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *body = fuzz_text(data, size);
	struct introspection seen;
	bool agent = introspect_parse(&seen, body);

	PROMISE(agent == (seen.sight == SIGHT_SEEN));
	PROMISE(agent == !seen.why[0] && agent == (seen.cluster[0] != '\0'));
	PROMISE(agent || seen.sight == SIGHT_UNKNOWN);
	PROMISE(fuzz_is_printable(seen.why) && fuzz_is_printable(seen.cluster));
	PROMISE(fuzz_is_printable(seen.arn) && fuzz_is_printable(seen.version));
	PROMISE(!strchr(seen.cluster, ' ') && !strchr(seen.arn, ' '));
	PROMISE(!seen.arn[0] || strncmp(seen.arn, "arn:", 4) == 0);
	for (size_t i = 0; i < 3; i++)
		PROMISE(seen.version_numbers[i] <= 999999);
	free(body);
	return 0;
}
