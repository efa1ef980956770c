/* SPDX-License-Identifier: Apache-2.0 */
/* Is the agent connected to ACS?  Its log knows; where that is quiet, a connection of its
 * own to an address that is nobody else's. */
#include <string.h>

#include "agent_view.h"
#include "ecsprobe/remedy.h"

static const char acs_service[] = "ecs-agent";

/* Whose the far end of a connection can be. */
enum {
	END_OF_ACS = 1 << 0,
	END_OF_ANOTHER = 1 << 1,
};

/* The host that a Region without such an endpoint hands out is called "ecs-agent-1":
 * what it stands for is what it was derived from. */
static bool is_of_acs(const struct report *report, const struct target *target)
{
	const char *service = target->purpose == PURPOSE_NUMBERED && report->plan &&
					      target->origin < report->plan->count
				      ? report->plan->targets[target->origin].service
				      : target->service;

	return strcmp(service, acs_service) == 0;
}

static unsigned ends_in(const struct report *report, const struct plan *plan,
			const struct outcomes *outcomes, const struct ip *ip)
{
	unsigned ends = 0;

	/* What was asked for comparison is no name that anything here uses. */
	for (size_t i = 0; plan && outcomes && i < plan->count && i < outcomes->count; i++)
		if (plan->targets[i].purpose != PURPOSE_ELSEWHERE &&
		    agent_name_leads_to(plan, &outcomes->targets[i], ip))
			ends |= is_of_acs(report, &plan->targets[i]) ? END_OF_ACS : END_OF_ANOTHER;
	return ends;
}

/* 0: no name that was asked leads there, so that it can be any. */
static unsigned ends_of(const struct report *report, const struct ip *ip)
{
	return ends_in(report, report->plan, report->outcomes, ip) |
	       ends_in(report, report->followup, report->followup_outcomes, ip);
}

struct connections {
	uint64_t own; /* the oldest socket that can only be of ACS; 0: none */
	bool other;   /* one that can be of ACS or of something else */
};

static struct connections find_connections(const struct report *report)
{
	const struct path_evidence *path = &report->agent->path;
	struct connections found = { 0 };

	for (size_t i = 0; i < path->connection_count; i++) {
		const struct agent_connection *c = &path->connections[i];
		unsigned ends = ends_of(report, &c->remote);

		if (ends == END_OF_ACS)
			found.own = found.own && found.own < c->inode ? found.own : c->inode;
		else if (ends != END_OF_ANOTHER)
			found.other = true;
	}
	return found;
}

static bool is_proxied(const struct report *report)
{
	const struct endpoint_verdict *e = agent_next_endpoint(report, acs_service);

	return e && e->target->proxied;
}

/* NULL: the connections can tell. */
static const char *why_hidden(const struct report *report, const struct connections *found)
{
	if (is_proxied(report))
		return "its log is quiet, and it talks through a proxy";
	if (report->agent->path.peers_sight == SIGHT_UNKNOWN)
		return "its log is quiet, and its connections cannot be seen";
	return found->other ? "its log is quiet, and its connections lead to addresses that are "
			      "not of ACS alone"
			    : NULL;
}

struct acs_state remedy_acs(const struct report *report)
{
	const struct path_evidence *path = &report->agent->path;
	struct connections found = find_connections(report);
	const char *why;

	switch (path->acs) {
	case ACS_WORD_CONNECTED:
		return (struct acs_state){ .sight = ACS_CONNECTED };
	case ACS_WORD_FAILED:
		if (path->log_talks)
			return (struct acs_state){ .sight = ACS_FAILED };
		why = found.own ? NULL : why_hidden(report, &found);
		return (struct acs_state){ ACS_FAILED, found.own, why };
	case ACS_WORD_DIALLING:
		return (struct acs_state){ found.own ? ACS_DIALLED : ACS_AWAY, found.own, NULL };
	case ACS_WORD_NONE:
		break;
	}
	if (found.own)
		return (struct acs_state){ ACS_HELD, found.own, NULL };
	why = path->log_talks ? NULL : why_hidden(report, &found);
	return (struct acs_state){ why ? ACS_HIDDEN : ACS_AWAY, 0, why };
}
