/* SPDX-License-Identifier: Apache-2.0 */
/* Which parts of the agent would be judged, and could not be read. */
#include "agent_view.h"

/* Would it be judged? */
static bool part_matters(const struct agent_status *agent, rule_bits bits, enum agent_part part)
{
	bool container = !(bits & AGENT(WITHOUT_CONTAINER));
	bool runs = (bits & AGENT(RUNS)) != 0;

	switch (part) {
	case AGENT_PART_UNIT:
		return agent_runs_as(agent) == RUNS_AS_UNKNOWN;
	case AGENT_PART_CONTAINER:
		return container;
	case AGENT_PART_CONFIG:
	case AGENT_PART_RESOLVER:
		return runs && container;
	case AGENT_PART_METADATA:
	case AGENT_PART_LOG:
	case AGENT_PART_PEERS:
	case AGENT_PART_COUNT:
		break;
	}
	return runs;
}

bool agent_part_is_unseen(const struct agent_status *agent, rule_bits bits, enum agent_part part)
{
	return part_matters(agent, bits, part) &&
	       agent_part_sight(agent, part).sight == SIGHT_UNKNOWN;
}

bool agent_any_unseen(const struct agent_status *agent, rule_bits bits)
{
	if (bits & AGENT(UNREADABLE, OTHER_NETWORK, CLOUD_UNSEEN))
		return true;
	for (int i = 0; i < AGENT_PART_COUNT && !(bits & AGENT(NOWHERE)); i++)
		if (agent_part_is_unseen(agent, bits, (enum agent_part)i))
			return true;
	return false;
}
