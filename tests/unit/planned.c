/* SPDX-License-Identifier: Apache-2.0 */
#include "planned.h"

#include <stdio.h>
#include <string.h>

#include "check.h"

enum { MAX_WORDS = 8 };

void planned_options(struct options *options, const char *const *words)
{
	char *argv[MAX_WORDS + 2] = { xstrdup("ecsprobe") };
	char *environment[MAX_WORDS + 1] = { 0 };
	char *owned[MAX_WORDS + 2];
	const struct settings_input settings = { .environment = environment };
	struct error e = { 0 };
	size_t variables = 0;
	int argc = 1;
	int r;

	for (; *words; words++) {
		char *word = xstrdup(*words);

		if (strncmp(word, "ECSPROBE_", strlen("ECSPROBE_")) == 0)
			environment[variables++] = word;
		else
			argv[argc++] = word;
	}
	memcpy(owned, argv, sizeof owned);
	r = options_parse(options, argc, argv, &settings, &e);
	for (int i = 0; i < argc; i++)
		free(owned[i]);
	for (size_t i = 0; i < variables; i++)
		free(environment[i]);
	if (r < 0)
		fail_msg("the test's own options are wrong: %s", e.text);
}

struct identity planned_identity(const char *region, const char *account)
{
	struct identity identity = { .known_partition = partition_of_region(region) };

	(void)copy_text(identity.region, sizeof identity.region, region);
	(void)copy_text(identity.account, sizeof identity.account, account);
	(void)copy_text(identity.partition, sizeof identity.partition,
			identity.known_partition ? identity.known_partition->name : "aws-new");
	(void)copy_text(identity.dns_suffix, sizeof identity.dns_suffix,
			identity.known_partition ? identity.known_partition->dns_suffix
						 : "aws.example");
	return identity;
}

int planned(struct plan *plan, struct error *e, const char *region, const char *account,
	    const char *const *words)
{
	struct identity identity = planned_identity(region, account);
	struct options options;
	int r;

	planned_options(&options, words);
	*e = (struct error){ 0 };
	r = plan_build(plan, &options, NULL, &identity, e);
	options_done(&options);
	return r;
}

const struct target *planned_target(const struct plan *plan, const char *service)
{
	for (size_t i = 0; i < plan->count; i++)
		if (strcmp(plan->targets[i]->service, service) == 0)
			return plan->targets[i];
	return NULL;
}

void planned_services(const struct plan *plan, char *out, size_t size)
{
	size_t used = 0;

	*out = '\0';
	for (size_t i = 0; i < plan->count && used < size; i++)
		used += (size_t)snprintf(out + used, size - used, "%s%s%s", i ? " " : "",
					 plan->targets[i]->required ? "" : "-",
					 plan->targets[i]->service);
}
