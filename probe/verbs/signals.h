/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_SIGNALS_H
#define ECSPROBE_SIGNALS_H
/* The signals that ask us to end: INT, TERM, and HUP of a terminal or connection that
 * is gone, unless it was ignored when we were started (nohup).  They are held back from
 * the start, so that each place takes them when it can.  Private to the verbs. */
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

/* how: of sigprocmask(2). */
void signals_mask(int how);

/* On this loop, from now on.  0 or a negative errno. */
int signals_watch(struct sd_event *loop, sd_event_signal_handler_t handler, void *arg);

/* Takes one that comes within that time; false where none does. */
bool signals_take(uint64_t within_us);

/* One is held back. */
bool signals_pending(void);

#endif
