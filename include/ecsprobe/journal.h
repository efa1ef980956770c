/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_JOURNAL_H
#define ECSPROBE_JOURNAL_H
/* The journal as structured entries, so that a fleet can be asked
 *
 *     journalctl MESSAGE_ID=... ECSPROBE_CODE=agent-stale-path
 *
 * Where no journald listens, or its queue is full, an entry is dropped without
 * a word and without waiting: it is never worth a failure.
 *
 * Every entry has MESSAGE, PRIORITY, MESSAGE_ID, SYSLOG_IDENTIFIER=ecsprobe,
 * ECSPROBE_EVENT (the name below) and ECSPROBE_VERSION.  The message catalog, which
 * journalctl -x shows, has a text for each MESSAGE_ID; that of a finding is of its
 * code.  Beside these, the same words as in JSON:
 *
 *   run-finished   ECSPROBE_VERDICT
 *   finding        ECSPROBE_VERDICT ECSPROBE_CODE ECSPROBE_SEVERITY (warn, fail)
 *                  ECSPROBE_SUBJECT ECSPROBE_HINT; ECSPROBE_ENDPOINT, the host,
 *                  where the subject is a service; ECSPROBE_COMMAND, one field for
 *                  each that looks up in AWS what the hint asks for
 *   action-*       ECSPROBE_ACTION (the kind) ECSPROBE_REASON; ECSPROBE_TARGET
 *                  where there is one; ECSPROBE_EVIDENCE, one field for each
 *   action-finished   ... and ECSPROBE_RESULT
 *
 * When: the action's events whenever --restart-agent is given, as each happens
 * (decided also for none, defer and a dry run); the report's events only when
 * systemd runs us, as a person at a terminal has the report before his eyes. */
#include <stddef.h>

#include "ecsprobe/report.h"

/* X(enumerator, name, MESSAGE_ID): the ids are random and stay for ever.  Of a finding it is
 * what its code's is made of. */
#define ECSPROBE_JOURNAL_EVENTS(X)                                              \
	X(RUN_FINISHED, "run-finished", "c936d27b36f84dfdb07d18fa02a1c24b")     \
	X(FINDING, "finding", "a6ba55675b374be9bcb70368ded81bcc")               \
	X(ACTION_DECIDED, "action-decided", "f1a35363df6d43b1967bd4d91b09c0e7") \
	X(ACTION_STARTED, "action-started", "6955e03764c84c54bc8086599f481b6c") \
	X(ACTION_FINISHED, "action-finished", "871fc432bd1746a6b7dc977c7e2a3fb9")

enum journal_event {
#define X(enumerator, name, id) JOURNAL_##enumerator,
	ECSPROBE_JOURNAL_EVENTS(X)
#undef X
		JOURNAL_EVENT_COUNT,
};
const char *journal_event_name(enum journal_event event);
const char *journal_event_id(enum journal_event event);
/* The MESSAGE_ID of a finding of this code: 32 hex digits, the same for ever. */
enum { MESSAGE_ID_BYTES = 33 };
void journal_finding_id(enum code code, char out[static MESSAGE_ID_BYTES]);

/* run-finished, then each finding that is no note. */
void journal_report(const struct report *report);

/* One of the three action events; nothing where no restart was asked for. */
void journal_action(enum journal_event event, const struct action *action);

#endif
