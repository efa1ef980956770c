/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_ON_CHANGE_H
#define ECSPROBE_ON_CHANGE_H
/* --on-change: a console is told once of what is wrong, and once when that is over.
 * Private to the verbs. */
#include "ecsprobe/agent.h"
#include "ecsprobe/report.h"

struct said {
	bool known; /* something was said in this boot */
	struct moment at;
	uint64_t what; /* on_change_what() */
};

/* What fails, whatever is said of it in words; 0: nothing does. */
uint64_t on_change_what(const struct report *report);

/* In a new boot, which has another console, all begins anew. */
bool on_change_is_due(const struct said *last, const struct said *now);

enum { SAID_BYTES = 96 };
void on_change_format(const struct said *said, char text[static SAID_BYTES]);
/* Not known where it is of another boot than now's, or makes no sense. */
struct said on_change_parse(const char *text, const struct moment *now);

/* Whether it is due by what file remembers; *now is what to keep there once it was said. */
bool on_change_look(const char *file, const struct report *report, struct said *now);
int on_change_keep(const char *file, const struct said *said, struct error *e) ECSPROBE_MUST_CHECK;

#endif
