/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_REMEDY_H
#define ECSPROBE_REMEDY_H
/* One decision about the agent from what is known.  Pure, as all of the judge. */
#include "ecsprobe/history.h"
#include "ecsprobe/report.h"

struct remedy_policy {
	enum restart_mode mode;
	bool force; /* overrides network, cool-down and maximum */
	bool allow_upgrade;
	struct moment now;
	uint64_t now_monotonic_us;
	uint64_t cool_down_us;
	uint64_t window_us; /* at most so many restarts in it */
	size_t maximum;
};

/* Fills kind, reason, evidence, fingerprint, target, detail and the flags of an
 * action that is empty but for asked and dry_run.  report is judged and has its agent;
 * history may be NULL (it could not be had: nothing is decided by it). */
void remedy(struct action *action, const struct report *report, const struct history *history,
	    const struct remedy_policy *policy);

/* The evidence that the agent is stale, as remedy() would list it; for telling
 * after a restart whether it still stands. */
void remedy_evidence(const struct report *report, struct string_list *evidence,
		     char fingerprint[static 17]);

/* Which way the agent talks now.  SEEN: by the private path; ABSENT: by a public
 * one; UNKNOWN: it was not seen to dial any endpoint of ECS. */
enum sight remedy_private_path(const struct report *report);

/* How far the connection to ACS of a registered agent is seen. */
enum acs_sight {
	ACS_CONNECTED, /* its log says so */
	ACS_HELD,      /* an open connection that can be no other, and the log does not tell */
	ACS_DIALLED,   /* the same, and the log says no more than that it dials */
	ACS_HIDDEN,    /* neither log nor connections can tell */
	ACS_AWAY,      /* one of them can, and there is none */
	ACS_FAILED,    /* the log's last word is an error */
};
struct acs_state {
	enum acs_sight sight;
	/* Of that connection; 0: there is none.  Of FAILED too, where a log that is quiet
	 * would not say that another attempt went well. */
	uint64_t socket;
	/* Of HIDDEN, and of FAILED where another attempt would not be seen either: why; a
	 * constant, else NULL. */
	const char *why;
};
struct acs_state remedy_acs(const struct report *report);

/* The command that does by hand what was not done, for a reason that --force
 * does not override; or the option that does.  Owned by the caller; NULL where
 * there is nothing to be done, or nobody knows what. */
char *remedy_manual(const struct action *action, const struct agent_status *agent);

/* What comes once the files are the old ones again: the last line of going back to
 * what the action began from.  Owned by the caller. */
char *remedy_way_back(const struct action *action);

#endif
