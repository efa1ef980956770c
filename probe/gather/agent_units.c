/* SPDX-License-Identifier: Apache-2.0 */
#include "agent_units.h"

#include "ecsprobe/agent_owner.h"

void agent_units_read(struct agent_units *units, const struct file_source *files)
{
	static const char *const names[AGENT_UNITS] = { "ecs.service", "amazon-ecs.service" };

	units->agent = NULL;
	for (size_t i = 0; i < AGENT_UNITS; i++) {
		struct unit_files *unit = &units->files[i];

		unit_files_read(unit, files, names[i]);
		if (!units->agent && unit->is_there && unit->argument_count &&
		    agent_is_its_program(unit->arguments[0].text))
			units->agent = unit;
	}
}

void agent_units_done(struct agent_units *units)
{
	for (size_t i = 0; i < AGENT_UNITS; i++)
		unit_files_done(&units->files[i]);
	units->agent = NULL;
}
