/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/outcome.h"

#include <string.h>

struct target_outcome *outcomes_add(struct outcomes *outcomes, const struct target *target)
{
	struct target_outcome *outcome = xcalloc(1, sizeof *outcome);

	outcome->target = target;
	outcomes->items = xgrow(outcomes->items, outcomes->count, sizeof(struct target_outcome *));
	outcomes->items[outcomes->count++] = outcome;
	return outcome;
}

const struct target_outcome *outcomes_next(const struct outcomes *outcomes, unsigned purposes,
					   size_t *at)
{
	while (outcomes && *at < outcomes->count) {
		const struct target_outcome *outcome = outcomes->items[(*at)++];

		if (purposes & (1U << outcome->target->purpose))
			return outcome;
	}
	return NULL;
}

const struct target_outcome *outcomes_of_service(const struct outcomes *outcomes,
						 const char *service)
{
	const struct target_outcome *outcome;

	for (size_t at = 0; (outcome = outcomes_next(outcomes, PLANNED, &at));)
		if (strcmp(outcome->target->service, service) == 0)
			return outcome;
	return NULL;
}

void answer_done(struct answer *answer)
{
	string_list_done(&answer->cnames);
	free(answer->addresses);
	free(answer->soa_zone);
}

void attempt_outcome_free(struct attempt_outcome *attempt)
{
	if (attempt->large_hello)
		attempt_outcome_free(attempt->large_hello);
	string_list_done(&attempt->tls.sans);
	free(attempt);
}

static void outcome_free(struct target_outcome *outcome)
{
	answer_done(&outcome->hosts);
	answer_done(&outcome->next_hosts);
	for (size_t r = 0; r < MAX_RESOLVERS; r++)
		answer_done(&outcome->answers[r]);
	for (size_t a = 0; a < outcome->attempt_count; a++)
		attempt_outcome_free(outcome->attempts[a]);
	free(outcome->attempts);
	free(outcome);
}

void outcomes_done(struct outcomes *outcomes)
{
	for (size_t i = 0; i < outcomes->count; i++)
		outcome_free(outcomes->items[i]);
	free(outcomes->items);
}
