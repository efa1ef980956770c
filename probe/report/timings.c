/* SPDX-License-Identifier: Apache-2.0 */
#include "timings.h"

static bool attempt_stage_us(const struct attempt_outcome *a, enum stage stage, uint64_t *us)
{
	*us = stage == STAGE_TCP ? a->connect_us : a->tls_us;
	return stage == STAGE_TCP ? a->connected : a->handshaken;
}

bool endpoint_stage_us(const struct endpoint_verdict *endpoint, enum stage stage, uint64_t *us)
{
	bool known = false;
	uint64_t one, slowest = 0;

	if (stage == STAGE_DNS) {
		if (!endpoint->answer || endpoint->answer->code != CODE_NONE)
			return false;
		*us = endpoint->answer->us;
		return true;
	}
	for (size_t i = 0; i < endpoint->address_count; i++) {
		const struct address_verdict *a = &endpoint->addresses[i];

		if (!a->judged || !attempt_stage_us(a->outcome, stage, &one))
			continue;
		known = true;
		slowest = one > slowest ? one : slowest;
	}
	if (known)
		*us = slowest;
	return known;
}
