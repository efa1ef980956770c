/* SPDX-License-Identifier: Apache-2.0 */
#include "ecsprobe/agent_owner.h"

#include <string.h>

const char *owner_kind_name(enum owner_kind kind)
{
	static const char *const names[] = {
		[OWNER_UNSEEN] = NULL,     [OWNER_NONE] = "none",
		[OWNER_UNIT] = "unit",     [OWNER_DOCKER] = "docker",
		[OWNER_NOBODY] = "nobody", [OWNER_UNCERTAIN] = "uncertain",
	};

	return names[kind];
}

const char *owner_fault_text(enum owner_fault fault)
{
	static const char *const texts[] = {
		[FAULT_NONE] = "",
		[FAULT_REFUSES] =
			"RefuseManualStart= or RefuseManualStop= keeps it from being restarted",
		[FAULT_ENDS] = "its docker command ends at once, and the unit with it: "
			       "RemainAfterExit= is missing",
		[FAULT_NAME_TAKEN] = "it does not remove the old container, so its docker run "
				     "would find the name taken",
		[FAULT_NOT_STOPPED] =
			"without ExecStop=, its stop leaves the old container running",
		[FAULT_CONDITION] = "a file that its Condition*= or Assert*= names is missing or "
				    "has changed, so systemd would not start it again",
		[FAULT_ENVIRONMENT] = "a file that its EnvironmentFile= names is missing, so "
				      "systemd would not start it again",
	};

	return texts[fault];
}

bool agent_is_its_program(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;

	return strcmp(name, "amazon-ecs-agent") == 0 || strcmp(name, "agent") == 0;
}
