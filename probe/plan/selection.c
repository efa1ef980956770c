/* SPDX-License-Identifier: Apache-2.0 */
#include "selection.h"

#include <string.h>

static const char all_services[] = "all";

void selection_add(struct selection *selection, const char *id, enum wish wish)
{
	size_t count;
	const struct catalog_row *rows = catalog_table(&count);

	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].id, id) == 0 && selection->rows[i] < wish)
			selection->rows[i] = wish;
}

static void add_profiles(struct selection *selection, unsigned profiles)
{
	size_t count;
	const struct catalog_row *rows = catalog_table(&count);

	selection->profiles |= profiles;
	for (size_t i = 0; i < count; i++) {
		if (rows[i].required_in & profiles)
			selection_add(selection, rows[i].id, WISH_REQUIRED);
		else if (rows[i].profiles & profiles)
			selection_add(selection, rows[i].id, WISH_OPTIONAL);
	}
}

void selection_add_profile(struct selection *selection, enum profile profile)
{
	add_profiles(selection, 1U << profile);
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
		selection_add_workload(selection, &wishes->workload);
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
		add_profiles(&selection, PROFILES_ALL);
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

void selection_done(struct selection *selection)
{
	free(selection->rows);
	*selection = (struct selection){ 0 };
}

bool is_required(const struct options *options, const char *service, bool by_default)
{
	if (string_list_has(&options->require, service))
		return true;
	if (string_list_has(&options->optional, service))
		return false;
	if (string_list_has(&options->require, all_services))
		return true;
	if (string_list_has(&options->optional, all_services))
		return false;
	return by_default;
}
