/* SPDX-License-Identifier: Apache-2.0 */
/* Docker's and the agent's answers go to both readers. */
#include "agent/workload_parse.h"
#include "fuzz.h"

static void check(struct workload *workload)
{
	const struct string_list *const lists[] = { &workload->registries, &workload->log_regions,
						    &workload->log_hosts, &workload->routed,
						    &workload->other_registries };

	for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
		PROMISE(lists[l]->count <= MAX_WORKLOAD_HOSTS);
		for (size_t i = 0; i < lists[l]->count; i++)
			PROMISE(fuzz_is_printable(lists[l]->items[i]));
	}
	for (size_t i = 0; i < workload->registries.count; i++) {
		char region[REGION_BYTES];

		PROMISE(ecr_registry_parse(workload->registries.items[i], region,
					   &(enum name_variant){ 0 }));
	}
	PROMISE(workload_uses(workload, USE_ECR) == (workload->registries.count > 0));
	PROMISE(fuzz_is_printable(workload->why_not));
	PROMISE(workload->uses < 1U << WORKLOAD_USES);
	workload_done(workload);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *body = fuzz_text(data, size);
	struct workload one = { 0 };
	struct workload other = { 0 };
	size_t containers = 0;

	if (!workload_parse_container(&one, body))
		PROMISE(!one.uses);
	check(&one);
	if (!workload_parse_tasks(&other, &containers, body))
		PROMISE(!other.uses && !other.task_count && !containers);
	check(&other);
	workload_parse_router(&one, body);
	check(&one);
	free(body);
	return 0;
}
