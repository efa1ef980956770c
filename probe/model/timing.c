/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/timing.h"

const struct timing_row timing_rows[TIMING_COUNT] = {
	[TIMING_FACTS] = { "facts", "facts", false },
	[TIMING_PROBING] = { "probing", "DNS, TCP and TLS", false },
	[TIMING_SLOWEST_DNS] = { "slowest_dns", "slowest lookup", true },
	[TIMING_SLOWEST_CONNECT] = { "slowest_connect", "slowest connection", true },
	[TIMING_SLOWEST_TLS] = { "slowest_tls", "slowest handshake", true },
	[TIMING_AGENT] = { "agent", "waiting for the agent's look", false },
	[TIMING_API] = { "api", "answers of AWS", false },
	[TIMING_FOLLOW_UP] = { "follow_up", "follow-up", false },
	[TIMING_LATE_FACTS] = { "late_facts", "waiting for late facts", false },
	[TIMING_JUDGING] = { "judging", "judging", false },
	[TIMING_RESTART] = { "restart", "restart of the agent", false },
	[TIMING_RENDERING] = { "rendering", "rendering and writing", false },
};

void timing_end(struct timing *timing, uint64_t now_us)
{
	if (timing->running != TIMING_COUNT)
		timing->us[timing->running] += now_us - timing->since_us;
	timing->running = TIMING_COUNT;
}

void timing_begin(struct timing *timing, enum timing_phase phase, uint64_t now_us)
{
	timing_end(timing, now_us);
	timing->running = phase;
	timing->happened[phase] = true;
	timing->since_us = now_us;
}

static void take(struct timing *timing, enum timing_phase phase, bool happened, uint64_t us)
{
	if (!happened)
		return;
	timing->happened[phase] = true;
	if (us > timing->us[phase])
		timing->us[phase] = us;
}

void timing_take_outcomes(struct timing *timing, const struct outcomes *outcomes)
{
	for (size_t i = 0; i < outcomes->count; i++) {
		const struct target_outcome *of = outcomes->items[i];

		for (size_t r = 0; r < MAX_RESOLVERS; r++)
			take(timing, TIMING_SLOWEST_DNS,
			     of->answers[r].asked && !code_is_cut(of->answers[r].code),
			     of->answers[r].us);
		for (size_t a = 0; a < of->attempt_count; a++) {
			const struct attempt_outcome *attempt = of->attempts[a];

			take(timing, TIMING_SLOWEST_CONNECT, attempt->connected,
			     attempt->connect_us);
			take(timing, TIMING_SLOWEST_TLS, attempt->handshaken, attempt->tls_us);
		}
	}
}
