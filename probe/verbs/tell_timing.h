/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ECSPROBE_TELL_TIMING_H
#define ECSPROBE_TELL_TIMING_H
/* --timing on stderr.  Private to the verbs. */
#include "ecsprobe/timing.h"

/* A line a phase; one that did not happen says so. */
void tell_timing(const struct timing *timing);

#endif
