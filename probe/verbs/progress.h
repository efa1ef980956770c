/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_PROGRESS_H
#define ECSPROBE_PROGRESS_H
/* One line on a terminal for who waits longer than a second: what is still awaited.
 * Private to the verbs. */
#include <stdbool.h>

struct round;
struct sd_event_source;

struct progress {
	const struct round *round; /* borrowed */
	struct sd_event_source *timer;
	bool shown;
};

/* Nothing on a pipe, in a file and with --quiet.  The loop is the round's. */
void progress_start(struct progress *progress, const struct round *round);
/* Takes the line away. */
void progress_stop(struct progress *progress);

#endif
