/* SPDX-License-Identifier: Apache-2.0 */
/* argv, a word a line; what is understood is planned too. */
#include "ecsprobe/plan.h"
#include "fuzz.h"

enum { MAX_WORDS = 64 };

static void plan_it(const struct options *options)
{
	struct identity identity = { .region = "us-east-1",
				     .dns_suffix = "amazonaws.com",
				     .known_partition = partition_of_region("us-east-1") };
	struct host_facts host = { 0 };
	struct error e = { 0 };
	struct plan plan;

	if (plan_build(&plan, options, NULL, &identity, &e) < 0) {
		PROMISE(e.class != ERROR_NONE && *e.text && fuzz_is_printable(e.text));
		return;
	}
	PROMISE(plan.count > 0);
	plan_resolvers(&plan, options, &identity, &host);
	PROMISE(plan.resolver_count > 0 && plan.resolver_count <= MAX_RESOLVERS);
	for (size_t i = 0; i < plan.count; i++)
		PROMISE(*plan.targets[i]->host && fuzz_is_printable(plan.targets[i]->host) &&
			plan.targets[i]->port);
	plan_done(&plan);
}

static void look_at_restart(const struct options *o)
{
	const uint64_t day_us = 86400000000;

	PROMISE(o->restart == RESTART_NEVER || o->restart == RESTART_ALWAYS ||
		o->restart == RESTART_IF_STALE);
	PROMISE(o->restart != RESTART_NEVER ||
		!(o->force || o->dry_run || o->allow_upgrade || o->splay_us ||
		  o->ready_timeout_us || o->cool_down_us != 600000000));
	PROMISE(o->splay_us <= day_us && o->cool_down_us <= day_us);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = fuzz_text(data, size);
	char *argv[MAX_WORDS + 1] = { "ecsprobe" };
	char *rest = text;
	struct options options;
	struct error e = { 0 };
	int argc = 1;

	while (argc < MAX_WORDS && rest && *rest)
		argv[argc++] = strsep(&rest, "\n");
	if (options_parse(&options, argc, argv, NULL, &e) == 0) {
		look_at_restart(&options);
		plan_it(&options);
		options_done(&options);
	} else {
		PROMISE(e.class == ERROR_USAGE || e.class == ERROR_CONFIG);
		PROMISE(*e.text && fuzz_is_printable(e.text));
	}
	free(text);
	return 0;
}
