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

void selection_add_profiles(struct selection *selection, unsigned profiles)
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
	selection_add_profiles(selection, 1U << profile);
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
