/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_JOURNAL_ENTRY_H
#define ECSPROBE_JOURNAL_ENTRY_H
/* The entries as lists of "NAME=value", before anybody sends them.  Private to
 * the report room. */
#include "ecsprobe/journal.h"

enum { MAX_JOURNAL_EVIDENCE = 64, JOURNAL_VALUE_BYTES = 1024 };

/* Takes one entry; the fields are borrowed for the call, and their values are
 * free of control characters and at most JOURNAL_VALUE_BYTES long. */
typedef void (*journal_sink)(void *arg, const struct string_list *fields);

void journal_entries_of_report(const struct report *report, journal_sink sink, void *arg);
void journal_entry_of_action(enum journal_event event, const struct action *action,
			     journal_sink sink, void *arg);

#endif
