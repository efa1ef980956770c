/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/gather.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);

	(void)routes_v4_have_default(text);
	(void)routes_v6_have_default(text);
	(void)routes_agent_is_v6_only(text, text);
	free(text);
	return 0;
}
