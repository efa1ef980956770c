/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_WAIT_H
#define ECSPROBE_WAIT_H
/* --wait: one round after another until the instance is healthy.  Private to
 * the verbs. */
#include "round.h"

/* After so many rounds: 1 s doubling to 15 s, a quarter of it less at most, by
 * the key of the instance, so that a fleet that was launched together does not
 * ask together.  Never so short that the queries of two rounds would exceed
 * what one may ask for (pace.h): 64 at once, then 200 a second. */
uint64_t wait_pause_us(const char *key, unsigned rounds);

/* At least one round; the last one is in *round, judged in *report, both to be
 * done with by the caller.  SIGINT and SIGTERM, which the caller holds back,
 * end it: round->interrupted.  A round begins within --wait, and has all of
 * --timeout.  Every round is told on stderr, and replaces the report's files:
 * whoever kills us finds the newest. */
void wait_for_health(const struct options *options, struct round *round, struct report *report);

#endif
