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

/* The evidence that the agent is stale, as remedy() would list it; shows after a restart whether
 * the agent is still stale. */
void remedy_evidence(const struct report *report, struct string_list *evidence,
		     char fingerprint[static 17]);

/* Which path the agent uses now.  SEEN: the private one; ABSENT: a public one; UNKNOWN: it was not
 * seen to connect to any endpoint of ECS. */
enum sight remedy_private_path(const struct report *report);

/* How much is known about a registered agent's connection to ACS. */
enum acs_sight {
	ACS_CONNECTED, /* its log says so */
	ACS_HELD,      /* an open connection that can be no other, and the log does not show it */
	ACS_DIALLED,   /* the same, and the log shows only that it connects */
	ACS_HIDDEN,    /* neither log nor connections can tell */
	ACS_AWAY,      /* one of them can, and there is none */
	ACS_FAILED,    /* the log ends with an error */
};
struct acs_state {
	enum acs_sight sight;
	/* The inode of that connection; 0: there is none.  Also set for FAILED if the log would not
	 * show that a later attempt succeeded. */
	uint64_t socket;
	/* Why it is HIDDEN, or why a later attempt after FAILED would not be seen; a constant, else
	 * NULL. */
	const char *why;
};
struct acs_state remedy_acs(const struct report *report);

/* The command that does by hand what ecsprobe refused, for a reason that --force does not override;
 * or the option that does.  Owned by the caller; NULL if there is nothing to do, or the command is
 * not known. */
char *remedy_manual(const struct action *action, const struct agent_status *agent);

/* The last step of going back, once the old files are restored.  Owned by the caller. */
char *remedy_way_back(const struct action *action);

#endif
