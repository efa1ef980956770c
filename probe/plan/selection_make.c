/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "ecsprobe/catalog.h"
#include "selection.h"

enum { ALWAYS = 0 };

#define U(use) (1U << USE_##use)

/* What each use needs; what a profile of that name cannot do without is required.
 * Registries and log hosts become required by their names, further below. */
static const struct {
	unsigned uses; /* any of them; ALWAYS: whatever runs here */
	const char *service;
	enum wish wish;
} needs[] = {
	{ ALWAYS, SERVICE_ECS, WISH_REQUIRED },
	{ ALWAYS, SERVICE_ECS_AGENT, WISH_REQUIRED },
	{ ALWAYS, SERVICE_ECS_TELEMETRY, WISH_REQUIRED },
	/* The next task may use them, and nothing of it can be seen today. */
	{ ALWAYS, SERVICE_ECR_API, WISH_OPTIONAL },
	{ ALWAYS, SERVICE_ECR_DKR, WISH_OPTIONAL },
	{ ALWAYS, SERVICE_ECR_LAYERS, WISH_OPTIONAL },
	{ ALWAYS, "logs", WISH_OPTIONAL },
	{ ALWAYS, SERVICE_SECRETSMANAGER, WISH_OPTIONAL },
	{ U(EXEC), "ssmmessages", WISH_REQUIRED },
	{ U(EXEC), "kms", WISH_OPTIONAL },
	{ U(EXEC), "s3", WISH_OPTIONAL },
	{ U(SERVICE_CONNECT), SERVICE_ECS_SC, WISH_REQUIRED },
	{ U(EFS), "elasticfilesystem", WISH_REQUIRED },
	{ U(XRAY), "xray", WISH_REQUIRED },
	{ U(CLOUDWATCH), "monitoring", WISH_REQUIRED },
	{ U(CLOUDWATCH), "logs", WISH_REQUIRED },
	{ U(CLOUDWATCH), "ssm", WISH_OPTIONAL },
	{ U(CLOUDWATCH), "ec2", WISH_OPTIONAL },
	{ U(GUARDDUTY), "guardduty-data", WISH_REQUIRED },
	{ U(BATCH), "batch", WISH_REQUIRED },
	{ U(TAGS), "ec2", WISH_REQUIRED },
};

static void add_workload(struct selection *selection, const struct workload *workload)
{
	for (size_t i = 0; i < ARRAY_SIZE(needs); i++)
		if (needs[i].uses == ALWAYS || (needs[i].uses & workload->uses))
			selection_add(selection, needs[i].service, needs[i].wish);
	/* What was not seen may be in use. */
	if (!workload_is_complete(workload))
		selection_add_profile(selection, PROFILE_ECS);
}

static void add_own(struct selection *selection, const struct own_profile *own)
{
	for (size_t i = 0; i < own->count; i++)
		if (own->targets[i].service)
			selection_add(selection, own->targets[i].service,
				      own->targets[i].optional ? WISH_OPTIONAL : WISH_REQUIRED);
}

static void add_named(struct selection *selection, const char *name, const struct wishes *wishes)
{
	const struct own_profile *own = wishes ? wishes_find(wishes, name) : NULL;
	enum profile profile;

	if (profile_parse(name, &profile))
		selection_add_profile(selection, profile);
	else if (own)
		add_own(selection, own);
	else if (strcmp(name, profile_auto) == 0 && wishes)
		add_workload(selection, &wishes->workload);
}

/* --service names what is wanted and nothing else but what --require names.  How
 * badly is the profiles' to say; what none of them knows counts, as it was asked for
 * by name. */
static void keep_services(struct selection *selection, const struct options *options)
{
	size_t count;
	const struct catalog_row *rows = catalog_table(&count);

	for (size_t i = 0; i < count; i++) {
		if (!string_list_has(&options->services, rows[i].id) &&
		    !string_list_has(&options->require, rows[i].id))
			selection->rows[i] = WISH_NONE;
		else if (selection->rows[i] == WISH_NONE)
			selection->rows[i] = WISH_REQUIRED;
	}
}

struct selection selection_make(const struct options *options, const struct wishes *wishes)
{
	size_t count;
	const struct catalog_row *rows = catalog_table(&count);
	struct selection selection = { .rows = xcalloc(count, sizeof *selection.rows) };

	for (size_t i = 0; i < options->profiles.count; i++)
		add_named(&selection, options->profiles.items[i], wishes);
	if (options->all_profiles)
		selection_add_profiles(&selection, PROFILES_ALL);
	for (size_t i = 0; options->all_profiles && wishes && i < wishes->count; i++)
		add_own(&selection, &wishes->profiles[i]);
	for (size_t i = 0; options->all_profiles && i < count; i++)
		selection_add(&selection, rows[i].id, WISH_OPTIONAL);
	/* Whoever says how badly it is wanted wants it. */
	for (size_t i = 0; i < options->require.count; i++)
		selection_add(&selection, options->require.items[i], WISH_REQUIRED);
	for (size_t i = 0; i < options->optional.count; i++)
		selection_add(&selection, options->optional.items[i], WISH_OPTIONAL);
	if (options->services.count)
		keep_services(&selection, options);
	for (size_t i = 0; i < count; i++)
		if (string_list_has(&options->skip, rows[i].id))
			selection.rows[i] = WISH_NONE;
	return selection;
}
