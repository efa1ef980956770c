/* SPDX-License-Identifier: Apache-2.0 */
/* Whether the agent is connected to ACS.  Its log shows it; if the log does not show connections,
 * an open connection to an address that only ACS has does. */
#include <string.h>

#include "agent_view.h"
#include "ecsprobe/remedy.h"

static const char acs_service[] = SERVICE_ECS_AGENT;

/* Which service may be at the far end of a connection. */
enum {
	END_OF_ACS = 1 << 0,
	END_OF_ANOTHER = 1 << 1,
};

/* The host that a Region without such an endpoint returns is called "ecs-agent-1": it stands for
 * the name that it was derived from. */
static bool is_of_acs(const struct target *target)
{
	const struct target *of = target_is_handed_out(target) ? target->origin : target;

	return strcmp(of->service, acs_service) == 0;
}

/* 0: no checked name leads there, so the address can belong to any service.  Names that were only
 * asked for comparison do not count, as nothing here uses them. */
static unsigned ends_of(const struct report *report, const struct ip *ip)
{
	const unsigned used = ALL_PURPOSES & ~(1U << PURPOSE_ELSEWHERE);
	const struct target_outcome *asked;
	unsigned ends = 0;

	for (size_t at = 0; (asked = outcomes_next(report->outcomes, used, &at));)
		if (agent_name_leads_to(report->plan, asked, ip))
			ends |= is_of_acs(asked->target) ? END_OF_ACS : END_OF_ANOTHER;
	return ends;
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

/* NULL: the connections show the state. */
static const char *why_hidden(const struct report *report, const struct connections *found)
{
	if (is_proxied(report))
		return "its log does not show connections, and it uses a proxy";
	if (report->agent->path.peers_sight == SIGHT_UNKNOWN)
		return "its log does not show connections, and its sockets cannot be read";
	return found->other
		       ? "its log does not show connections, and other services share the addresses that it is connected to"
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

/* --- for how long not ---------------------------------------------------------------- */

/* After ecs-agent/acs/session/session.go: the agent notices a broken connection after at most three
 * minutes and logs it; it reconnects after 250 ms, with pauses that grow by half up to two minutes
 * and a fifth.  One failure means nothing, but after five minutes of failures it has tried a dozen
 * times. */
static const int64_t reconnects_us = INT64_C(300) * 1000000;
/* From its start a dozen attempts take a minute and a half, which is also what a restart is
 * given. */
static const int64_t connects_us = INT64_C(90) * 1000000;
/* The agent logs an attempt within that time; an inactive one waits an hour. */
static const int64_t says_us = INT64_C(300) * 1000000;
static const int64_t inactive_says_us = INT64_C(3900) * 1000000;

static int64_t now_us(const struct report *report)
{
	return report->time_s * 1000000;
}

static bool is_inactive(const struct path_evidence *path)
{
	return path->acs == ACS_WORD_FAILED && path->acs_cause == LOG_CAUSE_INACTIVE;
}

/* From its start on: a log that was cut does not show what was before, and a quiet one never shows
 * that the agent was connected. */
static bool never_was_connected(const struct report *report, rule_bits bits)
{
	const struct agent_status *agent = report->agent;
	const struct path_evidence *path = &agent->path;
	int64_t start_us = bits & AGENT(WITHOUT_CONTAINER) ? agent->unit.main_start_us
							   : agent->container.started_us;

	return path->log_talks && !path->acs_was_connected &&
	       path->acs_failing_since_us - start_us <= reconnects_us;
}

static bool has_lasted(const struct report *report, rule_bits bits)
{
	int64_t lasts_us = now_us(report) - report->agent->path.acs_failing_since_us;

	return lasts_us >= (never_was_connected(report, bits) ? connects_us : reconnects_us);
}

static rule_bits bits_of_failing(const struct report *report, rule_bits bits)
{
	const struct path_evidence *path = &report->agent->path;
	struct connections found = find_connections(report);
	bool inactive = is_inactive(path);
	bool fresh = now_us(report) - path->acs_time_us <= (inactive ? inactive_says_us : says_us);

	/* A connection that is being opened has the same far end.  A log that shows connections
	 * would show its success, unless the disk is full; a quiet one would not. */
	if (found.own && !(fresh && path->log_talks))
		return fresh ? AGENT(ACS_UNSEEN) : 0;
	/* A full disk ends a log, but not a connection. */
	if (!fresh && (!path->log_talks || why_hidden(report, &found)))
		return AGENT(ACS_UNSEEN);
	if (inactive)
		return AGENT(ACS_INACTIVE);
	return has_lasted(report, bits) ? AGENT(ACS_LOST) : AGENT(ACS_LOSING);
}

/* Neither log nor connections show that it is connected, nor that it fails. */
static bool is_unseen(const struct report *report, rule_bits bits)
{
	const struct path_evidence *path = &report->agent->path;
	const struct introspection *seen = &report->agent->introspection;
	enum acs_sight sight = remedy_acs(report).sight;
	bool dials = path->acs == ACS_WORD_DIALLING &&
		     now_us(report) - path->acs_time_us <= connects_us;

	/* Other rules report what cannot be read, and an agent that does not answer. */
	if ((bits & AGENT(JUST_STARTED)) || path->log_sight == SIGHT_UNKNOWN ||
	    path->peers_sight == SIGHT_UNKNOWN || seen->sight != SIGHT_SEEN || !seen->arn[0])
		return false;
	return sight == ACS_HIDDEN || (sight == ACS_AWAY && !dials);
}

rule_bits agent_acs_bits(const struct report *report, rule_bits bits)
{
	if (report->agent->path.acs_failing_since_us)
		return bits_of_failing(report, bits);
	return is_unseen(report, bits) ? AGENT(ACS_UNSEEN) : 0;
}

const char *agent_acs_why(const struct report *report)
{
	const struct path_evidence *path = &report->agent->path;
	const char *why = remedy_acs(report).why;

	if (path->acs_failing_since_us && path->log_talks)
		return "its log ends with an error, and its connections neither confirm nor refute it";
	if (why)
		return why;
	return path->log_talks ? "its log shows no connection, and no socket to ACS is open"
			       : "its log does not show connections, and no socket to ACS is open";
}
