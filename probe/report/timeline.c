/* SPDX-License-Identifier: Apache-2.0 */
#include "timeline.h"

#include <inttypes.h>
#include <stdio.h>

enum { MS_US = 1000, FINEST_TICK_US = 100, DECADE = 10 };

const char *stage_name(enum stage stage)
{
	static const char *const names[STAGES] = { "DNS", "TCP", "TLS" };

	return names[stage];
}

static void set_stage(struct timeline *timeline, enum stage stage, bool known, uint64_t us)
{
	if (!known)
		return;
	timeline->known[stage] = true;
	timeline->us[stage] = us;
	timeline->total_us += us;
}

/* As long as it was waited for, although it is no time of an answer. */
static void set_failed(struct timeline *timeline, enum stage stage, uint64_t us)
{
	timeline->failed = true;
	timeline->failed_stage = stage;
	set_stage(timeline, stage, true, us);
}

static bool answered(const struct answer *answer)
{
	return answer && answer->asked && answer->code == CODE_NONE;
}

static const struct answer *answer_with(const struct target_outcome *outcome, unsigned from)
{
	for (size_t i = 0; i < MAX_RESOLVERS; i++)
		if ((from & (1U << i)) && answered(&outcome->answers[i]))
			return &outcome->answers[i];
	return NULL;
}

static enum timeline_end end_of(enum code code, enum status status)
{
	if (code == CODE_NONE)
		return END_DONE;
	return status == STATUS_SKIP ? END_SKIPPED : END_FAILED;
}

struct timeline timeline_of_address(const struct endpoint_verdict *endpoint,
				    const struct address_verdict *address)
{
	const struct attempt_outcome *a = address->outcome;
	const struct answer *answer = address->judged ? endpoint->answer
						      : answer_with(endpoint->outcome, a->from);
	struct timeline timeline = { .end = end_of(a->code, address->status), .code = a->code };

	set_stage(&timeline, STAGE_DNS, answered(answer), answer ? answer->us : 0);
	set_stage(&timeline, STAGE_TCP, a->connected, a->connect_us);
	set_stage(&timeline, STAGE_TLS, a->handshaken, a->tls_us);
	if (a->code != CODE_NONE && a->failed_us)
		set_failed(&timeline, a->connected ? STAGE_TLS : STAGE_TCP, a->failed_us);
	return timeline;
}

static bool tells_more(const struct timeline *a, const struct timeline *b)
{
	if ((a->end == END_DONE) != (b->end == END_DONE))
		return a->end == END_DONE;
	if ((a->end == END_FAILED) != (b->end == END_FAILED))
		return a->end == END_FAILED;
	if (a->failed && b->failed && a->failed_stage != b->failed_stage)
		return a->failed_stage > b->failed_stage;
	return a->total_us > b->total_us;
}

struct timeline timeline_of_endpoint(const struct endpoint_verdict *endpoint)
{
	struct timeline chosen = { .end = end_of(endpoint->code, endpoint->status),
				   .code = endpoint->code };
	const struct answer *answer = endpoint->answer;
	bool any = false;

	if (chosen.code != CODE_NONE && answer && answer->asked && answer->code != CODE_NONE &&
	    answer->us)
		set_failed(&chosen, STAGE_DNS, answer->us);
	for (size_t i = 0; i < endpoint->address_count; i++) {
		struct timeline timeline;

		if (!endpoint->addresses[i].judged)
			continue;
		timeline = timeline_of_address(endpoint, &endpoint->addresses[i]);
		if (!any || tells_more(&timeline, &chosen))
			chosen = timeline;
		any = true;
	}
	return chosen;
}

uint64_t timeline_longest_us(const struct report *report)
{
	uint64_t longest_us = 0;

	for (size_t i = 0; i < report->endpoint_count; i++) {
		const struct endpoint_verdict *e = &report->endpoints[i];

		for (size_t a = 0; a < e->address_count; a++) {
			struct timeline timeline = timeline_of_address(e, &e->addresses[a]);

			if (timeline.total_us > longest_us)
				longest_us = timeline.total_us;
		}
		if (!e->address_count && timeline_of_endpoint(e).total_us > longest_us)
			longest_us = timeline_of_endpoint(e).total_us;
	}
	return longest_us;
}

struct axis axis_for(uint64_t longest_us, unsigned max_ticks)
{
	static const unsigned steps[] = { 1, 2, 5 };
	uint64_t decade = FINEST_TICK_US;
	size_t step = 0;
	struct axis axis = { .step_us = decade };

	while (axis.step_us * max_ticks < longest_us) {
		step = (step + 1) % ARRAY_SIZE(steps);
		decade *= step == 0 ? DECADE : 1;
		axis.step_us = decade * steps[step];
	}
	axis.end_us = (longest_us + axis.step_us - 1) / axis.step_us * axis.step_us;
	if (!axis.end_us)
		axis.end_us = axis.step_us;
	return axis;
}

void axis_tick(const struct axis *axis, uint64_t us, char out[static TICK_BYTES])
{
	(void)snprintf(out, TICK_BYTES, "%.*f", axis->step_us < MS_US && us ? 1 : 0,
		       (double)us / (double)MS_US);
}
